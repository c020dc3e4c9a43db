import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../lib/root.mjs";
import { example } from "./folder.mjs";

/** The text of `npm start -- --keep`: how to go on by hand with the platform that is left up. */
export function goodbye({ scratch, platform }) {
  const folder = relative(root, scratch);
  const { pixels } = JSON.parse(readFileSync(join(scratch, example.sample), "utf8"));
  return `The platform is left up, and so is the folder ${folder} with a copy of the root program. In this shell:

  export ALGORITHMIA_API=${platform.url}
  export ALGORITHMIA_GIT_ENDPOINT=${platform.url}
  export ALGORITHMIA_API_KEY=${platform.apiKey}
  cd ${scratch}

  Change a pin     npx pulumi-algorithmia pin demo/digits ${example.model("best")}
  Look first       node ../scripts/stack.mjs preview
  Roll it out      node ../scripts/stack.mjs up
  See the version  node ../scripts/stack.mjs outputs
  Call a version   curl -H "Authorization: Simple $ALGORITHMIA_API_KEY" -H "Content-Type: application/json" \\
                     -d @${example.sample} $ALGORITHMIA_API/v1/algo/demo/digits/0.3.0
  The console      ${platform.consoleUrl}
  Stop it all      kill ${platform.pid}

The image in ${example.sample} has ${pixels.length} x ${pixels[0].length} pixels; change some and call again.`;
}
