import { allPermissions } from "../../../platform/store/permissions";
import { connect } from "../../../provider/client";
import type { platformErrors } from "../../../provider/errors/platform";
import { rollOut } from "../../support/roll";
import { once, pushed, type Scenarios, type Scene, tapped } from "../scene";
import { toldByClient, toldByCommand, withEnvironment } from "../told";

const named = once((scene) => pushed(scene, "named", { "src/model.py": 'MODEL = "data://demo/named/model.txt"\n' }));

/** `history` of one algorithm: a first request that needs the key, and its answer. */
const historyAt = (target: { url: string; apiKey: string }) => toldByCommand(target, "history", "demo/nowhere");

export const platformScenarios: Scenarios<typeof platformErrors> = {
  API_KEY_MISSING: ({ platform, folder }) => withEnvironment({ HOME: folder }, () => historyAt({ url: platform.url, apiKey: "" })),

  API_KEY_REJECTED: ({ platform, secrets }) => {
    const apiKey = "simUnknown00000000000000000";
    secrets.push(apiKey);
    return historyAt({ url: platform.url, apiKey });
  },

  NOT_AUTHORIZED: async (scene) => {
    const hand = await named(scene);
    const apiKey = await readOnlyKey(scene);
    scene.secrets.push(apiKey);
    const reader = tapped({ ...scene, platform: { ...scene.platform, apiKey } }, hand);
    return toldByClient(rollOut(reader, "a model"));
  },

  /** The discard port: nothing listens there. */
  PLATFORM_UNREACHABLE: ({ platform }) => historyAt({ url: "http://127.0.0.1:9", apiKey: platform.apiKey }),

  PLATFORM_TIMEOUT: async (scene) => {
    const hand = await named(scene);
    scene.tap.onAnswered = ({ method }) => (method === "PUT" ? new Promise<never>(() => {}) : undefined);
    const timeouts = { upload: 0.3, build: 60, smoke: 60, publish: 60 };
    return toldByClient(rollOut(tapped(scene, hand), "a model", { timeouts }));
  },

  /** With a second of patience instead of a minute. */
  GIT_STALLED: async ({ platform: { apiKey }, tap }) => {
    tap.onRequest = ({ path }) => (path.endsWith("/info/refs") ? "stall" : undefined);
    const client = connect({ apiAddress: tap.url, gitAddress: tap.url, apiKey }, { timeoutSeconds: 1 });
    return toldByClient(client.openRepository("demo/named")).finally(client.close);
  },

  PLATFORM_ERROR: ({ platform, tap }) => {
    tap.onRequest = () => 500;
    return historyAt({ url: tap.url, apiKey: platform.apiKey });
  },

  PLATFORM_ANSWER_MALFORMED: ({ platform, tap }) => {
    tap.onRequest = () => "garbled";
    return historyAt({ url: tap.url, apiKey: platform.apiKey });
  },

  ALGORITHM_NOT_FOUND: ({ platform }) => historyAt(platform),

  CA_CERT_UNREADABLE: ({ platform, folder }) =>
    withEnvironment({ REQUESTS_CA_BUNDLE: `${folder}/none.pem` }, () => historyAt({ url: platform.url, apiKey: platform.apiKey })),

  ADDRESS_INVALID: ({ platform }) => historyAt({ url: "api.acme.example", apiKey: platform.apiKey }),
};

async function readOnlyKey(scene: Scene): Promise<string> {
  const { owner } = scene.platform;
  const { body } = await (await named(scene)).api("POST", `/v1/users/${owner}/keys`, {
    key_label: "reader",
    key_type: "AlgorithmKey",
    permissions: { ...allPermissions, allow_data_write: false, allow_web_algo: false, allow_algo_management: false },
  });
  return (body as { api_key: string }).api_key;
}
