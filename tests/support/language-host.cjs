/**
 * The least language host that `pulumi import --file --generate-code=false` accepts: it runs no program and requires nothing.
 * Stands in for Pulumi's own `pulumi-language-nodejs`, which comes with the official CLI and not with an engine built from its module.
 */
const grpc = require("@grpc/grpc-js");
const empty = require("google-protobuf/google/protobuf/empty_pb");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const plugin = require("@pulumi/pulumi/proto/plugin_pb");

const answer = (Message) => (_call, respond) => respond(null, new Message());
const methods = {
  handshake: answer(language.LanguageHandshakeResponse),
  getRequiredPackages: answer(language.GetRequiredPackagesResponse),
  getRequiredPlugins: answer(language.GetRequiredPluginsResponse),
  getPluginInfo: (_call, respond) => {
    const info = new plugin.PluginInfo();
    info.setVersion("0.0.0");
    respond(null, info);
  },
  cancel: answer(empty.Empty),
};
const refuse = (_call, respond) => respond({ code: grpc.status.UNIMPLEMENTED, details: "the stub language host does not do this" });
const all = Object.fromEntries(Object.keys(LanguageRuntimeService).map((name) => [name, methods[name] ?? refuse]));

const server = new grpc.Server();
server.addService(LanguageRuntimeService, all);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
