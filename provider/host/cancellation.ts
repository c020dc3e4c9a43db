import { setMaxListeners } from "node:events";
import { createRequire } from "node:module";

let controller: AbortController | undefined;

/**
 * Is aborted once the engine has been asked to stop (the first Ctrl-C, SIGTERM, an abort signal of the Automation API). The engine
 * then lets running calls end and sends every provider `Cancel`, which the shim answers without telling us. An empty message on
 * the server's side is that request; no other one that comes while a resource is made is empty. Where a later shim does it
 * otherwise, nothing is heard here, and the whole call is finished as before.
 */
export function cancellation(): AbortSignal {
  controller ??= listen();
  return controller.signal;
}

interface EmptyMessage {
  deserializeBinary(bytes: Uint8Array): unknown;
}

function listen(): AbortController {
  const heard = new AbortController();
  setMaxListeners(0, heard.signal); // One for each resource that is being made.
  try {
    const ofSdk = createRequire(require.resolve("@pulumi/pulumi")); // The very library that the shim reads requests with.
    const { Empty } = ofSdk("google-protobuf/google/protobuf/empty_pb.js") as { Empty: EmptyMessage };
    const read = Empty.deserializeBinary;
    Empty.deserializeBinary = function deserializeBinary(bytes) {
      // Answers to our own log calls are empty too; they come through the engine's client.
      if (new Error("").stack?.includes("provider_grpc_pb")) heard.abort();
      return read.call(this, bytes);
    };
  } catch {
    // Another protobuf library: then nothing is heard.
  }
  return heard;
}
