import { clockAhead, setClockRight } from "../../support/clock";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { connectS3 } from "../../support/storage/connected";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { startUnruly, type Unruly } from "../../support/storage/unruly";
import { send } from "../api/support";

describeWith("versitygw", "a platform whose clock is an hour ahead of the store's", (file) => {
  let platform: RunningPlatform;
  let server: S3Server;
  let proxy: Unruly;
  const ask = (method: string, connector: string, body?: string) =>
    send(platform, method, `/v1/data/${connector}://models/k`, { ...(body !== undefined && { body }) });
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess([], { environment: clockAhead(3600) }), startS3(file)]);
    proxy = await startUnruly(server.port);
    proxy.add({ timeless: true });
    await connectS3(platform, "lab", server);
    await connectS3(platform, "timeless", { ...server, endpoint: proxy.url });
  });
  afterAll(async () => {
    await platform?.stop();
    await proxy?.stop();
    await server?.stop();
  });

  test("goes by the time that the store's answers tell", async () => {
    expect((await ask("PUT", "s3+lab", "weights")).status).toBe(200);
    expect((await ask("HEAD", "s3+lab")).status).toBe(200);
  });

  test("says so, and what to do, where they tell none", async () => {
    const words = /s3\+timeless found the request's time wrong .*RequestTimeTooSkewed: .* set this machine's clock/;
    for (const method of ["HEAD", "GET", "PUT"]) {
      const { status, headers, json } = await ask(method, "s3+timeless", method === "PUT" ? "x" : undefined);
      const told = method === "HEAD" ? headers["x-error-message"] : json.error.message;
      expect([method, status, told]).toEqual([method, 403, expect.stringMatching(words)]);
      if (method !== "HEAD") expect(json.error.code).toBe(9112);
    }
    expect((await ask("GET", "s3+lab")).text).toBe("weights");
  });

  test("goes on at once when somebody sets it right, though the store finds the first request an hour late", async () => {
    await setClockRight(platform);
    expect((await ask("HEAD", "s3+lab")).status).toBe(200);
    expect((await ask("GET", "s3+timeless")).text).toBe("weights");
  });
});
