import type { EngineClient as Client } from "@pulumi/pulumi/proto/engine_grpc_pb";

const deadlineMilliseconds = 2000;
let client: Client | undefined;

/**
 * Shows a line in the engine's own output: with a URN on that resource's row, replaced by the next one unless it `stays`; without,
 * as an info line of the stack that stays. Never fails the operation. (The shim's first argument is the engine's address: reference §10.)
 */
export async function engineLog(
  message: string,
  urn?: string,
  { stays = false, severity = "INFO" }: { stays?: boolean; severity?: "INFO" | "WARNING" } = {},
): Promise<void> {
  const address = process.argv[2] ?? "";
  if (!/^127\.0\.0\.1:\d+$/.test(address)) return;
  // Loaded here: a preview says nothing and needs none of it.
  const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  const engine = require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
  client ??= new EngineClient(address, grpc.credentials.createInsecure());
  const request = new engine.LogRequest();
  request.setSeverity(engine.LogSeverity[severity]);
  request.setMessage(message);
  // A malformed URN panics the CLI.
  const known = urn !== undefined && /^urn:pulumi:[^:]*::[^:]*::.+::.+$/.test(urn);
  request.setEphemeral(known && !stays);
  if (known) request.setUrn(urn);
  const logging = client;
  await new Promise<void>((done) => {
    logging.log(request, new grpc.Metadata(), { deadline: Date.now() + deadlineMilliseconds }, () => done());
  });
}
