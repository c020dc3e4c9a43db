import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inNode, root } from "../scripts/in-node";

const pulumi = process.env.PULUMI_ALGORITHMIA_ENGINE;

test("every claim of `npm start` holds, on the real engine and a real platform", async () => {
  if (!pulumi) throw new Error("Run this through `npm test`: it finds the Pulumi engine and names it in PULUMI_ALGORITHMIA_ENGINE.");
  // Inside the repository, because that is where the packages of the root program are found.
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  const scratch = mkdtempSync(join(root, "node_modules/.cache/quickstart-"));
  try {
    const claims = await inNode<string[]>(
      `
      const { makeScratch } = await load("start/folder.mjs");
      const { startPlatform } = await load("start/platform.mjs");
      const { createApi } = await load("start/api.mjs");
      const { createTeller } = await load("start/teller.mjs");
      const { tellStory } = await load("start/story.mjs");
      const scratch = await makeScratch(${JSON.stringify(scratch)});
      const platform = await startPlatform({ folder: scratch, owner: "demo" });
      const claims = [];
      const teller = createTeller();
      const checks = (holds, claim, seen) => { teller.checks(holds, claim, seen); claims.push(claim); };
      try {
        await tellStory({ scratch, platform, api: createApi(platform), pulumi: ${JSON.stringify(pulumi)}, teller: { ...teller, checks } });
      } finally {
        await platform.stop();
      }
      return claims;
    `,
      { timeoutSeconds: 800 },
    );
    expect(claims.at(-1)).toBe("Without an upload, a commit, a build or a publish");
    expect(claims.length).toBeGreaterThanOrEqual(14);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
