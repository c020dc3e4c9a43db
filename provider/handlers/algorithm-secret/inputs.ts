/** The inputs as the state keeps them; `value` is encrypted there. */
export interface Inputs {
  /** `owner/name` */
  algorithm: string;
  /** The environment variable that the algorithm reads. */
  key: string;
  shortName: string;
  description?: string;
  value: string;
}
