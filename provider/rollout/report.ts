import type { RolloutPlan } from "./rollout-plan";

/** The steps of a rollout, in order. They name a step in progress, in errors and in the state of an unfinished resource. */
export const steps = ["observe", "upload", "reference", "build", "smoke", "publish", "verify"] as const;
export type Step = (typeof steps)[number];

/** Hears what a rollout does. `changed` is told after each write that the platform has acknowledged. */
export interface Report {
  /** Told before anything is done: what there is to do. */
  planned(plan: RolloutPlan): void;
  progress(step: Step, text: string): void;
  changed(step: Step): void;
  /** Something did not go as it should, but what was asked for serves. */
  warning(text: string): void;
  /** Asked before a step, and while one waits. @throws ROLLOUT_STOPPED once the run has been asked to end */
  checkpoint(next: Step): void;
}

export const silent: Report = { planned: () => {}, progress: () => {}, changed: () => {}, warning: () => {}, checkpoint: () => {} };
