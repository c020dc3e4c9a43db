/**
 * Stands for Pulumi's plugin of a cloud, which no package registry carries, on the wire of the real engine: the programs of examples/ run
 * unchanged, with the cloud's real package, and what they declare is made in a server on this machine. `kinds.mjs` of a cloud's folder tells
 * how; it knows the types and functions of its example only.
 *
 * Differences between old and new inputs are the engine's own to find; a changed name replaces, as with the real plugin.
 *
 *   node plugin.mjs KINDS ENGINE_ADDRESS     prints its port, serves until the engine kills it
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { version, kinds, functions = {} } = await import(pathToFileURL(process.argv[2]).href);

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

/** What the protocol sends in place of a value that a preview does not know yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const server = new grpc.Server();
server.addService(ResourceProviderService, {
  getPluginInfo: (_, answer) => answer(null, new PluginInfo().setVersion(version)),
  checkConfig: answered(({ news }) => new messages.CheckResponse().setInputs(struct(news))),
  diffConfig: answered(() => new messages.DiffResponse()),
  configure: answered(() => new messages.ConfigureResponse().setSupportspreview(true)),
  check: answered(({ urn, olds, news }) => {
    const { name } = nameOf(urn);
    return new messages.CheckResponse().setInputs(struct(kindOf(urn).check?.({ name, olds, news }) ?? news));
  }),
  diff: answered(({ urn, oldInputs, news }) => {
    const changed = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])].filter((key) => !equal(oldInputs[key], news[key]));
    const replaces = changed.filter((key) => kindOf(urn).replacedBy.includes(key));
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    return new messages.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setReplacesList(replaces)
      .setDiffsList(changed);
  }),
  create: answered(async ({ urn, properties, preview }) => {
    const { told, create } = kindOf(urn);
    if (preview) {
      const later = Object.fromEntries(told.map((key) => [key, unknown]));
      return new messages.CreateResponse().setProperties(struct({ ...later, ...properties }));
    }
    const { id, ...more } = await create(properties);
    return new messages.CreateResponse().setId(id).setProperties(struct({ ...properties, ...more, id }));
  }),
  read: answered(({ id, properties }, request) => {
    return new messages.ReadResponse().setId(id).setProperties(struct(properties)).setInputs(request.getInputs());
  }),
  delete: answered(async ({ id, urn, properties }) => {
    await kindOf(urn).delete?.({ ...properties, id });
    return new Empty();
  }),
  invoke: answered(async ({ token, args }) => {
    if (!functions[token]) throw new Error(`the stand-in for the plugin does not know ${token}`);
    return new messages.InvokeResponse().setReturn(struct(await functions[token](args)));
  }),
  cancel: (_, answer) => answer(null, new Empty()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`); // The first line is the port: the protocol of all plugins.
});

function answered(work) {
  return async ({ request }, answer) => {
    try {
      answer(null, await work(read(request), request));
    } catch (error) {
      answer({ code: grpc.status.UNKNOWN, details: error.message });
    }
  };
}

/** The parts of a request that any handler looks at. */
function read(request) {
  return {
    id: request.getId?.(),
    urn: request.getUrn?.(),
    preview: request.getPreview?.(),
    olds: request.getOlds?.()?.toJavaScript() ?? {},
    oldInputs: request.getOldInputs?.()?.toJavaScript() ?? {},
    news: request.getNews?.()?.toJavaScript() ?? {},
    token: request.getTok?.(),
    args: request.getArgs?.()?.toJavaScript() ?? {},
    properties: request.getProperties?.()?.toJavaScript() ?? {},
  };
}

function kindOf(urn) {
  const { type } = nameOf(urn);
  const kind = kinds[type];
  if (!kind) throw new Error(`the stand-in for the plugin does not know ${type}`);
  return kind;
}

/** `urn:pulumi:stack::project::type::name` */
function nameOf(urn) {
  const [, , type, name] = urn.split("::");
  return { type, name };
}

function struct(properties) {
  return Struct.fromJavaScript(properties);
}

/** Two inputs are the same bytes to the engine; of an asset its hash counts, not where it lay. */
function equal(one, other) {
  const text = (value) => JSON.stringify(value?.hash ?? value);
  return text(one) === text(other);
}
