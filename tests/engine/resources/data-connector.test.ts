import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DataConnector, type DataConnectorArgs } from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { formsOf, textsBelow, visibleNow } from "../../support/leaks";
import { importResources } from "../../support/pulumi-import";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { shownIn, warningsIn } from "../events";
import { setScene } from "../scene";
import { failureOf, operationsOn, type TestStack } from "../stack";

describeWith("versitygw", "DataConnector", (server) => {
  const scene = setScene();
  const type = "DataConnector";
  const wrongKey = "wrongWRONGwrongWRONG/1234567890+SECRETkey";
  let s3: S3Server;
  let hand: Hand;
  let stack: TestStack;
  let args: DataConnectorArgs;
  const seen: string[] = [];

  const keys = (more: Record<string, unknown> = {}) => {
    const { accessKeyId, secretAccessKey, endpoint } = s3;
    return { s3: { endpoint, accessKeyId, secretAccessKey, ...more } };
  };
  beforeAll(async () => {
    s3 = await startS3(server);
    hand = new Hand(scene.platform, "reader");
    const file = join(s3.folder, "models/acme/model.txt");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "weights");
    args = { label: "prod", path: "models/acme/*", ...keys() };
    stack = await scene.createStack({
      program: () => {
        const { connectorId, uri, protocol, owner } = new DataConnector("models", args);
        return { connectorId, uri, protocol, owner };
      },
    });
  });
  beforeEach(() => {
    scene.tap.onAnswered = look;
  });
  afterAll(async () => {
    await s3?.stop();
  });

  /** What everybody on the machine can see while the platform has answered and the provider waits. */
  const look = () => void seen.push(...visibleNow().map(({ text }) => text));
  const up = async () => {
    const result = await stack.up();
    seen.push(shownIn(result.events), result.stdout, result.stderr);
    return result;
  };
  const preview = async () => {
    const result = await stack.preview();
    seen.push(shownIn(result.events), result.text);
    return result;
  };
  const at = (id: string) => `/v1/users/demo/connectors/${id}`;
  const connector = async (id = "s3+prod") => (await hand.api("GET", at(id))).body as Record<string, unknown>;
  const readModel = async (id = "s3+prod") => (await hand.api("GET", `/v1/connector/${id}/models/acme/model.txt`)).text;

  test("a connector reaches the bucket, and what the platform filled in is no drift", async () => {
    const { events } = await up();
    expect(warningsIn(events)).toEqual([]);
    expect((await stack.resource(type)).id).toBe("demo/s3+prod");
    expect(await stack.outputs()).toEqual({ connectorId: "s3+prod", uri: "s3+prod://", protocol: "s3", owner: "demo" });
    expect(await readModel()).toBe("weights");
    expect(operationsOn(await stack.refresh(), type)).toEqual(["refresh"]);
    expect((await preview()).changes).toEqual({ same: 2 });
  });

  test("other credentials are written in place and shown as [secret]; those that the store refuses are warned about", async () => {
    args = { label: "prod", path: "models/acme/*", ...keys({ secretAccessKey: wrongKey }) };
    expect((await preview()).text).toMatch(/~ secretAccessKey\s*: \[secret\] => \[secret\]/);
    const { events } = await up();
    expect(operationsOn(events, type)).toEqual(["update"]);
    expect(warningsIn(events).join()).toContain("Data connector s3+prod is there, but its store does not answer as it should: ");
    args = { label: "prod", path: "models/acme/*", ...keys() };
    expect(warningsIn((await up()).events)).toEqual([]);
    expect(await readModel()).toBe("weights");
  });

  test("what others changed shows as drift, their credentials as other secrets, and is healed", async () => {
    const cred_data = { access_key_id: "AKIATHEIRS", secret_access_key: wrongKey };
    await hand.api("PUT", at("s3+prod"), { path: "theirs/*", settings: { endpoint: s3.endpoint, region: "eu-west-1" }, cred_data });
    await stack.refresh();
    const { text } = await preview();
    expect(text).toMatch(/~ path\s*: "theirs\/\*" => "models\/acme\/\*"/);
    expect(text).toMatch(/- region\s*: "eu-west-1"/);
    expect(text).toMatch(/~ secretAccessKey\s*: \[secret\] => \[secret\]/);
    await up();
    expect(await connector()).toMatchObject({ path: "models/acme/*", settings: { endpoint: s3.endpoint } });
    expect(await readModel()).toBe("weights");
    expect((await preview()).changes).toEqual({ same: 2 });
  });

  test("one that others deleted is created again; one that exists as declared is taken over, another is refused", async () => {
    await hand.api("DELETE", at("s3+prod"));
    await stack.refresh();
    expect(operationsOn((await preview()).events, type)).toEqual(["create"]);
    const cred_data = { access_key_id: "AKIATHEIRS", secret_access_key: wrongKey };
    const byHand = { protocol: "s3", label: "prod", cred_type: "iam", cred_data, settings: { endpoint: s3.endpoint } };
    await hand.api("POST", "/v1/users/demo/connectors", byHand);
    expect(await failureOf(stack.up())).toContain(
      'Data connector s3+prod of demo exists already and is not as declared: path is "*", declared "models/acme/*".',
    );
    await hand.api("PUT", at("s3+prod"), { path: "models/acme/*" });
    await up();
    expect(await readModel()).toBe("weights");
  });

  test("without a label it is the default one; another label replaces it, the old default making room", async () => {
    args = { label: "next", isDefault: true, path: "models/acme/*", ...keys() };
    await up();
    expect((await hand.api("GET", at("s3+prod"))).status).toBe(404);
    expect(await connector("s3")).toMatchObject({ connector_id: "s3+next", is_default: true });
    args = { path: "models/acme/*", ...keys() };
    const { events } = await up();
    expect(operationsOn(events, type)).toEqual(["delete-replaced", "replace", "create-replacement"]);
    expect(await stack.outputs()).toMatchObject({ connectorId: "s3", uri: "s3://" });
    expect(await readModel("s3")).toBe("weights");
    args = { label: "prod", path: "models/acme/*", ...keys() };
    await up();
  });

  test("an address without a label does not lead a delete to another connector", async () => {
    args = { path: "models/acme/*", ...keys() };
    await up();
    await hand.api("DELETE", at("s3"));
    const cred_data = { access_key_id: "AKIATHEIRS", secret_access_key: wrongKey };
    await hand.api("POST", "/v1/users/demo/connectors", { protocol: "s3", label: "others", is_default: true, cred_type: "iam", cred_data });
    await stack.stack.destroy();
    expect(await connector("s3+others")).toMatchObject({ is_default: true });
    expect(await failureOf(stack.up())).toContain("s3 cannot be made like this: s3+others is the default s3 connector of demo already.");
    await hand.api("DELETE", at("s3+others"));
    args = { label: "prod", path: "models/acme/*", ...keys() };
    await up();
  });

  test("get reads it without its credentials; an import takes it over and the next up writes the credentials", async () => {
    const reader = await scene.createStack({ program: () => ({ path: DataConnector.get("r", "demo/s3+prod").path }) });
    await reader.up();
    expect(await reader.outputs()).toEqual({ path: "models/acme/*" });

    const code = { __provider: 'exports.handler=()=>require("pulumi-algorithmia/handlers/data-connector")' };
    const other = await scene.createStack({ program: () => void new DataConnector("taken", args) });
    const entry = { type: "pulumi-nodejs:dynamic/algorithmia:DataConnector", name: "taken", id: "demo/s3+prod" };
    await importResources(other, [{ ...entry, inputs: { ...code, label: "prod" }, outputs: code }]);
    await other.refresh();
    expect((await other.preview()).text).toMatch(/\+ secretAccessKey\s*: \[secret\]/);
    expect(operationsOn((await other.up()).events, type)).toEqual(["update"]);
    expect((await other.preview()).changes).toEqual({ same: 2 });
    seen.push(...textsBelow(other.stateDir).map(({ text }) => text));
  });

  test("connectors to Azure, Google and Dropbox are made and read back without drift; a store that cannot be reached is a warning", async () => {
    const key = { type: "service_account", project_id: "acme", client_email: "models@acme.example", private_key: wrongKey };
    const endpoint = "http://127.0.0.1:9";
    const others = await scene.createStack({
      program: () => {
        const azureblob = { storageUri: endpoint, containerName: "models", sasToken: `sv=1&sig=${encodeURIComponent(wrongKey)}` };
        new DataConnector("azure", { label: "prod", azureblob });
        const credentials = Buffer.from(JSON.stringify(key)).toString("base64");
        new DataConnector("google", { label: "prod", writeable: true, gs: { endpoint, credentials } });
        new DataConnector("dropbox", {
          dropbox: { endpoint, accessToken: wrongKey, refreshToken: wrongKey, appKey: "app", appSecret: wrongKey },
        });
        return {};
      },
    });
    const { events, stdout } = await others.up();
    expect(warningsIn(events).join("\n")).toContain("Data connector gs+prod is there, but its store does not answer as it should: ");
    expect(await connector("azureblob+prod")).toMatchObject({ settings: { storage_uri: endpoint, container_name: "models" } });
    expect(await connector("gs+prod")).toMatchObject({ settings: { email: "models@acme.example" }, writeable: true });
    expect(await connector("dropbox")).toMatchObject({ is_default: true, settings: { endpoint, app_key: "app" } });
    await others.refresh();
    expect((await others.preview()).changes).toEqual({ same: 4 });
    seen.push(shownIn(events), stdout, ...textsBelow(others.stateDir).map(({ text }) => text));
    await others.stack.destroy();
    expect((await hand.api("GET", "/v1/users/demo/connectors")).body).toMatchObject({ results: [{ connector_id: "s3+prod" }] });
  });

  test("destroy deletes it, and leaves what lies in the bucket", async () => {
    await stack.stack.destroy();
    expect((await hand.api("GET", at("s3+prod"))).status).toBe(404);
    const { accessKeyId: access_key_id, secretAccessKey: secret_access_key, endpoint } = s3;
    const body = {
      protocol: "s3",
      label: "after",
      cred_type: "iam",
      cred_data: { access_key_id, secret_access_key },
      settings: { endpoint },
    };
    await hand.api("POST", "/v1/users/demo/connectors", body);
    expect(await readModel("s3+after")).toBe("weights");
  });

  test("no credential was ever in the clear: not in state and history, events, output, arguments, the platform's log or its files", () => {
    const state = textsBelow(stack.stateDir).map(({ text }) => text);
    expect(state.join("\n")).toContain(type);
    const everything = [...state, ...textsBelow(scene.platform.dataDir).map(({ text }) => text), ...seen, scene.platform.log()].join("\n");
    for (const secret of [s3.secretAccessKey, wrongKey]) {
      expect(formsOf(secret, "demo").filter((form) => everything.includes(form))).toEqual([]);
    }
    const ours = [...state, ...seen].join("\n");
    expect(formsOf(s3.accessKeyId, "demo").filter((form) => ours.includes(form))).toEqual([]);
  });
});
