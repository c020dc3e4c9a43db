import {
  type Answer,
  type ConfinementOptions,
  createConfinement,
  createRunner,
  type Input,
  type RunnerOptions,
} from "../../../platform/runner";
import { algorithm, type Files, Workbench } from "../builds/workbench";

/** Options of one call in a test. */
export interface CallOptions {
  timeoutSeconds?: number;
  environment?: Record<string, string>;
}

/** A workbench with a runner: builds algorithms and calls them. */
export class Serving {
  readonly workbench = new Workbench();
  readonly runner;
  private keys = 0;

  constructor(options: RunnerOptions = {}, confinement?: ConfinementOptions) {
    this.runner = createRunner(options, confinement && createConfinement(confinement));
  }

  /** Builds an algorithm and returns the means to call it, to keep instances of it, and to stop it. */
  async serve(source: string | Files) {
    const { outcome, versionDir, log } = await this.workbench.build(typeof source === "string" ? algorithm(source) : source);
    if (!outcome.succeeded) throw new Error(`${outcome.message}\n${log}`);
    this.keys += 1;
    const key = `${this.keys}`;
    const call = (data: unknown, { timeoutSeconds = 60, environment = {} }: CallOptions = {}) =>
      this.runner.call({ key, owner: "demo", name: "hello", versionDir }, asInput(data), { timeoutSeconds, environment });
    const reserve = (slots: number, environment: Record<string, string> = {}) =>
      this.runner.reserve({ key, owner: "demo", name: "hello", versionDir }, slots, { environment });
    return Object.assign(call, { stop: () => this.runner.stop(key), reserve });
  }

  async close(): Promise<void> {
    await this.runner.close();
    await this.workbench.close();
  }
}

/** An input that is JSON, with the text that a caller sent. */
export class JsonText {
  constructor(readonly json: string) {}
}

function asInput(data: unknown): Input {
  if (data instanceof JsonText) return { contentType: "json", data: JSON.parse(data.json), json: data.json };
  if (typeof data === "string") return { contentType: "text", data };
  return Buffer.isBuffer(data) ? { contentType: "binary", data } : { contentType: "json", data };
}

/** The error of an answer that must be one. */
export function errorOf(answer: Answer) {
  if (answer.ok) throw new Error(`expected an error, got ${JSON.stringify(answer)}`);
  return answer.error;
}

/** The result of an answer that must be one. */
export function resultOf(answer: Answer): unknown {
  if (!answer.ok) throw new Error(`expected a result, got ${JSON.stringify(answer)}`);
  return answer.result;
}
