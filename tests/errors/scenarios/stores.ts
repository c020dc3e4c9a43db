import type { AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import type { storeErrors } from "../../../provider/errors/stores";
import { createConnector } from "../../platform/connectors/connector";
import { rollOut } from "../../support/roll";
import { connectS3 } from "../../support/storage/connected";
import { startDropbox } from "../../support/storage/dropbox";
import { startUnruly } from "../../support/storage/unruly";
import { naming, pushed, type Scenario, type Scenarios, type Scene } from "../scene";
import { among, stackOf, toldByClient, toldByEngine } from "../told";

const credentials = { accessKeyId: "AKIATELLNOBODY", secretAccessKey: "nobody-may-see-this" };

/** A rollout to a folder behind a connector, of an algorithm that names a file there. */
async function toldOf(scene: Scene, label: string): Promise<string> {
  const store = `s3+${label}://models/prod`;
  const hand = await pushed(scene, `on${label}`, { "src/model.py": naming(`${store}/model.txt`) });
  return toldByClient(rollOut(hand, "a model", { file: { store, uri: `${store}/model-0123456789ab.txt` } }));
}

/** The store answers everything with this error of S3's; with status 0 nobody is there any more. */
function answered(label: string, status: number, code: string): Scenario {
  return async (scene) => {
    scene.secrets.push(credentials.secretAccessKey);
    const store = await startUnruly(0);
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Said by the store.</Message></Error>`;
    store.add({ answer: { status, body } });
    try {
      await connectS3(scene.platform, label, { endpoint: store.url, ...credentials });
      if (status === 0) await store.stop();
      return await toldOf(scene, label);
    } finally {
      if (status !== 0) await store.stop();
    }
  };
}

export const storeScenarios: Scenarios<typeof storeErrors> = {
  STORE_CONNECTOR_UNUSABLE: (scene) => toldOf(scene, "nowhere"),

  STORE_CONNECTOR_FORBIDS: async (scene) => {
    await connectS3(scene.platform, "narrow", { endpoint: "http://127.0.0.1:1", ...credentials }, { path: "others/*" });
    return toldOf(scene, "narrow");
  },

  STORE_CREDENTIALS_REFUSED: answered("wrong", 403, "InvalidAccessKeyId"),
  STORE_CLOCK_DIFFERS: answered("late", 403, "RequestTimeTooSkewed"),
  STORE_ACCESS_DENIED: answered("denied", 403, "AccessDenied"),
  STORE_BUCKET_NOT_FOUND: answered("bucketless", 404, "NoSuchBucket"),
  STORE_BUSY: answered("busy", 503, "SlowDown"),
  STORE_UNREACHABLE: answered("down", 0, ""),
  STORE_REFUSED: answered("odd", 400, "InvalidArgument"),

  STORED_MODEL_DIFFERS: async (scene) => {
    const uri = "data://demo/differing/model-v7.txt";
    const hand = await pushed(scene, "differing", { "src/model.py": naming("data://demo/differing/model.txt") });
    await hand.put("model-v7.txt", "other bytes");
    return toldByClient(rollOut(hand, "a model", { file: { bytes: { kind: "stored", verify: "content" }, uri } }));
  },

  /** Dropbox keeps no sha256. */
  STORED_MODEL_SHA256_UNKNOWN: async (scene) => {
    const server = await startDropbox();
    const settings = { endpoint: server.endpoint };
    const access = { cred_type: "oauth", cred_data: { access_token: server.accessToken }, settings };
    await createConnector(scene.platform, { protocol: "dropbox", label: "box", writeable: true, ...access });
    const hand = await pushed(scene, "unhashed", { "src/model.py": naming("dropbox+box://v7.txt") });
    await hand.api("PUT", "/v1/connector/dropbox+box/v7.txt", "a model");
    const args: AlgorithmModelVersionArgs = { algorithm: hand.algorithm, model: { uri: "dropbox+box://v7.txt" } };
    const stack = await stackOf(scene, () => args);
    try {
      return among(await toldByEngine(stack, "preview"), "STORED_MODEL_SHA256_UNKNOWN");
    } finally {
      await stack.close();
      await server.stop();
    }
  },
};
