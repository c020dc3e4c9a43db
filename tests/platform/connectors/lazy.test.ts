import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const platform = join(__dirname, "..", "..", "..", "platform", "dist", "index.js");

test("a platform that has started has loaded no store's library", async () => {
  const program = `
    const { startPlatform } = require(${JSON.stringify(platform)});
    startPlatform().then(async (started) => {
      const loaded = Object.keys(require.cache).filter((file) => /node_modules\\/(@aws-sdk|@smithy|@azure|@google-cloud|dropbox)\\//.test(file));
      console.log(JSON.stringify(loaded));
      await started.close();
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", program]);
  expect(JSON.parse(stdout)).toEqual([]);
});
