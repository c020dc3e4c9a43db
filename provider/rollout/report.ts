/** The steps of a rollout, in order. They name a step in progress, in errors and in the state of an unfinished resource. */
export const steps = ["observe", "upload", "reference", "build", "publish", "verify"] as const;
export type Step = (typeof steps)[number];

/** Hears what a rollout does. `changed` is told after each write that the platform has acknowledged. */
export interface Report {
  progress(step: Step, text: string): void;
  changed(step: Step): void;
}

export const silent: Report = { progress: () => {}, changed: () => {} };
