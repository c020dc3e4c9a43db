import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";
import { describeStorage } from "./contract";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/data/.my", { body: { name: "models" } });
});
afterAll(() => platform.close());

describe("hosted data", () => {
  const stored = async () => {
    const { files = [] } = (await send(platform, "GET", "/v1/data/demo/models")).json as { files?: { filename: string }[] };
    return files.map(({ filename }) => filename);
  };
  describeStorage(() => ({ platform, root: "data://demo/models", stored }), { subFolders: false, md5: true, sha256: "nothing" });
});
