import { createServer, type Socket } from "node:net";
import { connect } from "../../../provider/client";

test("a git command that has taken its time is ended, also while its child still waits for a silent server", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => {})));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  // Without the end of the pipes this would last as long as the child waits: longer than the test may.
  const platform = connect(
    { apiAddress: origin, gitAddress: origin, apiKey: "key" },
    { tries: 1, timeoutSeconds: 300, gitTimeoutSeconds: 0.5 },
  );
  try {
    await expect(platform.openRepository("acme/sentiment")).rejects.toMatchObject({ code: "GIT_STALLED" });
  } finally {
    platform.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
