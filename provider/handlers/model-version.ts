/**
 * The dynamic provider behind `AlgorithmModelVersion`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/model-version`): it may never move. What a preview does not need is loaded when it is used.
 */
import { type ConfigureRequest, configure as keepConfiguration } from "../host/config";
import { engineLog } from "../host/engine-log";
import { method } from "../host/method";
import { check as checkInputs } from "./model-version/check";
import { diff as diffInputs } from "./model-version/diff";
import type { Inputs } from "./model-version/inputs";

type Properties = Record<string, unknown>;

export function configure(request: ConfigureRequest): Promise<void> {
  keepConfiguration(request);
  return Promise.resolve();
}

export const check = method(checkInputs);

export const diff = method(diffInputs);

export const create = method(
  async (inputs: Properties) => {
    const { apply } = require("./model-version/apply") as typeof import("./model-version/apply");
    return { id: String(inputs.algorithm), outs: await apply(inputs as unknown as Inputs) };
  },
  (inputs) => inputs.__provider,
);

export const read = method(async (id: string, properties?: Properties) => {
  const { read: readServing } = require("./model-version/read") as typeof import("./model-version/read");
  const { __provider, ...state } = properties ?? {};
  return readServing(id, state);
});

export const update = method(
  async (_id: string, olds: Properties, news: Properties) => {
    const { apply } = require("./model-version/apply") as typeof import("./model-version/apply");
    return { outs: await apply(news as unknown as Inputs, olds) };
  },
  (_id, _olds, news) => news.__provider,
);

/** Published versions are immutable on the platform, and callers may use them: nothing is deleted there. */
const remove = method(async (id: string, properties?: Properties) => {
  const { whatStays } = require("./model-version/what-stays") as typeof import("./model-version/what-stays");
  await engineLog(whatStays(id, (properties ?? {}) as Partial<Inputs>));
});

export { remove as delete };
