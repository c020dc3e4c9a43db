import { Algorithm, AlgorithmiaProvider, getAlgorithmVersion } from "pulumi-algorithmia";
import { createStack } from "../../engine/stack";
import { Hand } from "../../support/algorithm";
import { once, type Scenario } from "../scene";
import { among } from "../told";

/** One preview of a program that asks for versions, and keeps what it is told: a program that passes it on ends there. */
const told = once(async ({ platform }) => {
  const { algorithm, ...hand } = new Hand(platform, "asked");
  await new Hand(platform, hand.name).create();
  const faults: string[] = [];
  const keep = (error: Error) => void faults.push(error.message);
  const stack = await createStack({
    platform,
    program: async () => {
      await getAlgorithmVersion({ algorithm, selector: "^1.2.0" }).catch(keep);
      await getAlgorithmVersion({ algorithm, selector: "2.*" }).catch(keep);
      const { apiUrl } = new Algorithm("new", { algorithm: `${platform.owner}/new` });
      const provider = new AlgorithmiaProvider("later", { apiAddress: apiUrl });
      await getAlgorithmVersion({ algorithm }, { provider }).catch(keep);
      return {};
    },
  });
  try {
    await stack.preview();
  } finally {
    await stack.close();
  }
  return faults;
});

export const refusedVersions = (code: string): Scenario => {
  return async (scene) => among(await told(scene), code);
};
