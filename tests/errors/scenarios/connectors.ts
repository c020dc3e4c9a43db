import { join } from "node:path";
import { DataConnector, type DataConnectorArgs } from "pulumi-algorithmia";
import type { connectorErrors } from "../../../provider/errors/connectors";
import { createStack } from "../../engine/stack";
import { Hand } from "../../support/algorithm";
import type { Scenario, Scenarios } from "../scene";
import { among, toldByCommand, toldByEngine } from "../told";

const s3 = { endpoint: "http://127.0.0.1:9", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI+SECRET" };

/** What the engine tells of a program of one connector. */
const toldOf = (code: string, operation: "preview" | "up", args: DataConnectorArgs): Scenario => {
  return async ({ platform, secrets }) => {
    secrets.push(s3.secretAccessKey);
    const stack = await createStack({ platform, program: () => void new DataConnector("models", args) });
    try {
      return among(await toldByEngine(stack, operation), code);
    } finally {
      await stack.close();
    }
  };
};

export const connectorScenarios: Scenarios<typeof connectorErrors> = {
  CONNECTOR_STORE_CHOICE: toldOf("CONNECTOR_STORE_CHOICE", "preview", { label: "none" } as unknown as DataConnectorArgs),
  CONNECTOR_REFUSED: toldOf("CONNECTOR_REFUSED", "up", { label: "long", path: `${"a".repeat(1100)}/*`, s3 }),
  CONNECTOR_DEFAULT_TAKEN: async (scene) => {
    const { endpoint, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = s3;
    const first = { protocol: "s3", label: "lab", is_default: true, cred_type: "iam", settings: { endpoint } };
    const cred_data = { access_key_id, secret_access_key };
    await new Hand(scene.platform, "any").api("POST", `/v1/users/${scene.platform.owner}/connectors`, { ...first, cred_data });
    return toldOf("CONNECTOR_DEFAULT_TAKEN", "up", { label: "prod", isDefault: true, s3 })(scene);
  },
  CONNECTOR_OWNER_UNKNOWN: toldOf("CONNECTOR_OWNER_UNKNOWN", "up", { label: "prod", owner: "nobody", s3 }),
  CONNECTOR_NOT_ALLOWED: toldOf("CONNECTOR_NOT_ALLOWED", "up", { label: "environment", s3: { environment: true } }),
  STORED_FILE_UNREADABLE: ({ platform, folder }) =>
    toldByCommand(platform, "pin", "demo/pinned", "s3+none://models/model.pkl", "--file", join(folder, "models.yaml")),
};
