/**
 * A Node.js language host for the real Pulumi CLI, in place of the official `pulumi-language-nodejs`, which no package registry carries.
 * The engine starts it as a plugin; it starts what runs on any machine: `@pulumi/pulumi/cmd/run` for a program and
 * `@pulumi/pulumi/cmd/run-policy-pack` for a policy pack, both of the project's own `@pulumi/pulumi`. With it `pulumi preview`,
 * `up` and `preview --policy-pack` of a `runtime: nodejs` project are the CLI's own commands, flags and output.
 *
 * What it leaves out of the official one: debuggers, required plugins (a dynamic provider needs none), other package managers.
 *
 *   node host.mjs [flags] ENGINE_ADDRESS     prints its port, serves until the engine kills it
 */
import { createRequire } from "node:module";
import { runPlugin } from "./run-plugin.mjs";
import { runProgram } from "./run-program.mjs";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const messages = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { version } = require("@pulumi/pulumi/package.json");

const engine = process.argv.at(-1);

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: (_, answer) => answer(null, new messages.LanguageHandshakeResponse()),
  getPluginInfo: (_, answer) => answer(null, new PluginInfo().setVersion(version)),
  getRequiredPackages: (_, answer) => answer(null, new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_, answer) => answer(null, new messages.GetRequiredPluginsResponse()),
  getProgramDependencies: (_, answer) => answer(null, new messages.GetProgramDependenciesResponse()),
  about: (_, answer) => answer(null, new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  run: answered((call) => runProgram(call.request, engine)),
  runPlugin: (call) => runPlugin(call),
  cancel: (_, answer) => answer(null, new (require("google-protobuf/google/protobuf/empty_pb").Empty)()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`); // The first line is the port: the protocol of all plugins.
});

function answered(work) {
  return (call, answer) =>
    work(call).then(
      (response) => answer(null, response),
      (error) => answer({ code: grpc.status.INTERNAL, details: error.message }),
    );
}
