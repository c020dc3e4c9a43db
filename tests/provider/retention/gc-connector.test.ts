import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../../provider/client";
import { historyOf } from "../../../provider/history";
import { classicFiles, Hand } from "../../support/algorithm";
import { commandLine } from "../../support/command-line";
import { startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";
import { sha256Of } from "../../support/sha256";
import { connectedStorages } from "../../support/storage/connected";

const nameOf = (text: string) => `model-${sha256Of(text).slice(0, 12)}.txt`;

test("status, history and gc know files behind a connector: what nothing names goes, what a version serves stays", async () => {
  const platform = await startPlatformProcess();
  const azure = await connectedStorages.find(({ protocol }) => protocol === "azureblob")!.start(platform, "");
  const folder = mkdtempSync(join(tmpdir(), "gc-"));
  const client = connect({ apiAddress: platform.url, gitAddress: platform.url, apiKey: platform.apiKey });
  try {
    const hand = new Hand(platform, "blobs");
    const store = `azureblob+lab://${hand.algorithm}`;
    const put = (name: string, text: string) => hand.api("PUT", `/v1/connector/azureblob+lab/${hand.algorithm}/${name}`, text);
    await hand.create();
    await put("model.txt", "by hand");
    await hand.push(classicFiles(hand.name, `${store}/model.txt`));
    await hand.publish();
    await rollOut(hand, "served", { file: { store, uri: `${store}/${nameOf("served")}` } });
    await put(nameOf("came to nothing"), "came to nothing");
    const pins = join(folder, "models.yaml");
    writeFileSync(
      pins,
      `algorithms:\n  ${hand.algorithm}:\n    model: model.txt\n    store: ${store}\n    sha256: ${sha256Of("served")}\n`,
    );
    writeFileSync(join(folder, "model.txt"), "served");

    expect(await commandLine(platform, "status", "--file", pins)).toMatchObject({ code: 0 });
    const gc = await commandLine(platform, "gc", "--file", pins, "--older-than", "0s", "--yes");
    expect(gc).toMatchObject({ code: 0, out: expect.stringContaining(`${nameOf("came to nothing")} `) });
    expect((await client.data.list(store)).map(({ name }) => name).sort()).toEqual([nameOf("served"), "model.txt"].sort());

    const stateOf = async () => (await historyOf(hand.algorithm, client)).entries[0]?.files[0]?.storage;
    expect(await stateOf()).toBe("unchanged");
    await put(nameOf("served"), "others");
    expect(await stateOf()).toBe("other bytes");
    await client.data.remove(`${store}/${nameOf("served")}`);
    expect(await stateOf()).toBe("missing");
    await hand.api("DELETE", "/v1/users/demo/connectors/azureblob+lab");
    expect(await stateOf()).toBe("unknown");
  } finally {
    client.close();
    await azure.stop();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
