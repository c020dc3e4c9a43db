import { connect, type Platform } from "../../../provider/client";
import { classicFiles, Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type RollSettings, rollOut } from "../../support/roll";
import { sha256Of } from "../../support/sha256";
import { connectedStorages } from "../../support/storage/connected";
import { testWith } from "../../support/storage/installed";
import { startTap, type Tap } from "../../support/tap";

/** The full story on each kind of storage: put under a new name, named in the source, published, old and new called. */

let platform: RunningPlatform;
let tap: Tap;
let client: Platform;
beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  client = connect({ apiAddress: platform.url, gitAddress: platform.url, apiKey: platform.apiKey });
});
afterAll(async () => {
  client.close();
  await tap.close();
  await platform.stop();
});

const nameOf = (text: string) => `model-${sha256Of(text).slice(0, 12)}.txt`;
const inStore = (store: string, text: string): RollSettings => ({ file: { store, uri: `${store}/${nameOf(text)}` } });
const uploads = () => tap.writes().filter((write) => write.startsWith("PUT "));

for (const { protocol, needs, folder, keepsSha256, start } of connectedStorages) {
  const story = async (file: string) => {
    const server = await start(platform, file);
    try {
      await tellStory(protocol, folder, keepsSha256);
      if (protocol === "dropbox") await tellOfRoot("dropbox+lab://");
    } finally {
      await server.stop();
    }
  };
  const told = `a model moves from hosted data to ${protocol} and goes on there: uploaded once, named, published, old and new answer`;
  testWith(needs, told, story);
}

async function tellStory(protocol: string, folder: string, keepsSha256: boolean): Promise<void> {
  const hand = await Hand.served(platform, `on${protocol}`);
  const through = new Hand({ ...platform, url: tap.url }, hand.name);
  await rollOut(through, "in hosted data");
  tap.seen.length = 0;

  const moved = await rollOut(through, "in hosted data", inStore(folder, "in hosted data"));
  expect(moved).toMatchObject({ version: "0.3.0", files: [{ uri: `${folder}/${nameOf("in hosted data")}` }] });
  const next = await rollOut(through, "the next one", inStore(folder, "the next one"));
  expect(next.version).toBe("0.4.0");
  expect(uploads()).toHaveLength(2);
  const calls = ["0.1.0", "0.2.0", "0.3.0", "0.4.0"].map(async (version) => ((await hand.call(version)) as { model: string }).model);
  expect(await Promise.all(calls)).toEqual(["model by hand", "in hosted data", "in hosted data", "the next one"]);

  tap.seen.length = 0;
  expect((await rollOut(through, "the next one", inStore(folder, "the next one"))).version).toBe("0.4.0");
  expect((await rollOut(through, "in hosted data", inStore(folder, "in hosted data"))).version).toBe("0.3.0");
  expect(tap.writes()).toEqual([]);

  const stat = await client.data.stat(next.files[0]!.uri);
  expect(stat).toMatchObject({ kind: "file", sizeBytes: 12, ...(keepsSha256 ? { sha256: sha256Of("the next one") } : {}) });
  expect((await client.data.list(folder)).map(({ name }) => name).sort()).toEqual(
    [nameOf("in hosted data"), nameOf("the next one")].sort(),
  );

  // Somebody overwrites the file in the store with bytes of another length.
  const path = `/v1/connector/${next.files[0]!.uri.replace("://", "/")}`;
  expect((await hand.api("PUT", path, "other bytes by hand")).status).toBe(200);
  tap.seen.length = 0;
  expect((await rollOut(through, "the next one", inStore(folder, "the next one"))).version).toBe("0.4.0");
  expect(tap.writes()).toEqual([`PUT ${path} 200`]);
  expect(await client.data.sha256(next.files[0]!.uri, { timeoutSeconds: 10 })).toBe(sha256Of("the next one"));
}

/** A connector to Azure or Dropbox leads to one place: a file may lie right below it. */
async function tellOfRoot(store: string): Promise<void> {
  const hand = new Hand(platform, "atroot");
  await hand.create();
  await hand.api("PUT", `/v1/connector/${store.replace("://", "/")}model.txt`, "the first");
  await hand.push(classicFiles(hand.name, `${store}model.txt`));
  await hand.publish();
  const rolled = await rollOut(hand, "the second", { file: { store, uri: `${store}${nameOf("the second")}` } });
  expect(rolled.version).toBe("0.2.0");
  expect([await hand.call("0.1.0"), await hand.call("0.2.0")]).toMatchObject([{ model: "the first" }, { model: "the second" }]);
}
