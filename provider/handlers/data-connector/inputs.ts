import { type Protocol, protocols } from "../../inputs/connector-stores";
import type { Properties } from "../shared/resource-handler";

/** The store of a connector by its protocol: one of the four is given. */
export type Stores = Partial<Record<Protocol, Properties>>;

/** The inputs as the state keeps them; credentials are encrypted there. */
export interface Inputs extends Stores {
  label?: string;
  isDefault: boolean;
  /** The account; absent for the one that the API key is of. */
  owner?: string;
  path: string;
  writeable: boolean;
}

/** Which of the stores are given. */
export const givenStores = (inputs: Properties): Protocol[] => protocols.filter((protocol) => inputs[protocol] !== undefined);

/** `s3+prod`, or `s3` for a connector without a label. */
export const connectorIdOf = (protocol: string, label: string | undefined) => (label ? `${protocol}+${label}` : protocol);
