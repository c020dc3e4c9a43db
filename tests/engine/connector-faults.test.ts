import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toldByEngine } from "../errors/told";
import { Hand } from "../support/algorithm";
import { clockAhead, setClockRight } from "../support/clock";
import { formsOf, textsBelow } from "../support/leaks";
import { describeWith, storageServer } from "../support/storage/installed";
import { type RefusingStores, startRefusingStores } from "./refusing-stores";
import { setScene } from "./scene";
import type { TestStack } from "./stack";

/** A program of its own process: in this one the SDK would take the resources that fail for failures of the test. */
const programOf = (declared: string) => `
const { readFileSync } = require("node:fs");
const { AlgorithmModelVersion, DataConnector } = require("pulumi-algorithmia");
for (const { connector, folder, ...args } of JSON.parse(readFileSync(${JSON.stringify(declared)}, "utf8"))) {
  const { uri } = new DataConnector(connector.label, connector);
  exports[connector.label] = new AlgorithmModelVersion(connector.label, { ...args, store: uri.apply((address) => address + folder) }).version;
}`;

/** More than the platform holds in memory to send it once more. */
const bytesOf = (name: string) => `${name}${" ".repeat(2_000_000)}`;

describeWith("versitygw", "rollouts to stores that refuse, of a platform whose clock is an hour ahead", (file) => {
  const scene = setScene(clockAhead(3600));
  let stores: RefusingStores;
  let hands: Hand[];
  let names: string[];
  let stack: TestStack;

  const declare = () => {
    const declared = Object.entries(stores.connectors()).map(([name, connector]) => ({
      connector,
      folder: `${"s3" in connector || "gs" in connector ? "models/" : ""}${name}`,
      algorithm: `demo/${name}`,
      model: join(scene.folder, `${name}.txt`),
      reference: { kind: "source", file: `src/${name}.py`, anchor: "client.file(" },
    }));
    writeFileSync(join(scene.folder, "declared.json"), JSON.stringify(declared));
  };
  beforeAll(async () => {
    stores = await startRefusingStores(file, storageServer("fake-gcs-server"));
    names = Object.keys(stores.connectors());
    hands = await Promise.all(names.map((name) => Hand.served(scene.platform, name)));
    for (const name of names) writeFileSync(join(scene.folder, `${name}.txt`), bytesOf(name));
    declare();
    stack = await scene.createStack({ program: programOf(join(scene.folder, "declared.json")) });
  });
  afterAll(() => stores?.stop());

  const answers = (version: string) => Promise.all(hands.map(async (hand) => ((await hand.call(version)) as { model: string }).model));
  const writes = () => scene.tap.writes().filter((write) => !write.startsWith("POST /v1/users/demo/connectors "));

  test("each error names its connector and what to do; the versions of before serve, nothing is half-written, and the next up completes", async () => {
    const told = await toldByEngine(stack, "up", { continueOnError: true });
    const of = (connector: string) => told.filter((text) => text.includes(`Through the data connector ${connector}: `)).join("\n");
    const renew = "give it new ones .* \\(new credentials go into the DataConnector\\)";
    expect(of("azureblob+expired")).toMatch(
      new RegExp(`^\\[1/7 observe\\] .* signature expired at .*${renew}.*\\[STORE_CREDENTIALS_REFUSED\\]$`),
    );
    expect(of("dropbox+wrong")).toMatch(new RegExp(`^\\[1/7 observe\\] .*_access_token.*${renew}.*\\[STORE_CREDENTIALS_REFUSED\\]$`));
    expect(of("s3+late")).toMatch(
      /^\[1\/7 observe\] .*RequestTimeTooSkewed.*machine set \(NTP\), then update again.*\[STORE_CLOCK_DIFFERS\]$/,
    );
    expect(of("s3+cut")).toMatch(/^\[2\/7 upload\] .*What was sent in part is not kept\. Check the store .*\[STORE_UNREACHABLE\]$/);
    if (names.includes("busy"))
      expect(of("gs+busy")).toMatch(/^\[1\/7 observe\] .*Slow down\..*Update again in a while; .*\[STORE_BUSY\]$/);
    expect(told.filter((text) => /^\[\d\/7 /.test(text))).toHaveLength(names.length);

    expect(writes().filter((write) => !/^PUT \/v1\/connector\/s3\+cut\/\S+ 502$/.test(write))).toEqual([]);
    expect(await stores.stored()).toEqual([]);
    expect(await Promise.all(hands.map((hand) => hand.versions()))).toEqual(names.map(() => ["0.1.0"]));
    expect(await answers("0.1.0")).toEqual(names.map(() => "model by hand"));

    stores.mend();
    declare();
    await setClockRight(scene.platform);
    scene.tap.seen.length = 0;
    const { stdout } = await stack.up();
    expect(await stack.outputs()).toEqual(Object.fromEntries(names.map((name) => [name, "0.2.0"])));
    expect(await answers("0.2.0")).toEqual(names);
    const fileOf = (name: string) => `${name}-${createHash("sha256").update(bytesOf(name)).digest("hex").slice(0, 12)}.txt`;
    expect(await stores.stored()).toEqual(names.map((name) => `${name}/${fileOf(name)}`).sort());
    expect(writes().filter((write) => write.startsWith("PUT /v1/connector/"))).toHaveLength(names.length);

    const destroyed = await stack.stack.destroy();
    for (const hand of hands) expect(destroyed.stdout).toContain(`${hand.algorithm}: its published versions and uploaded files stay; only`);

    const state = [...textsBelow(stack.stateDir), ...textsBelow(scene.platform.dataDir)].map(({ text }) => text);
    const everything = [...state, scene.platform.log(), ...told, stdout].join("\n");
    for (const secret of stores.secrets) expect(formsOf(secret, "demo").filter((form) => everything.includes(form))).toEqual([]);
  });
});
