import { gitFault, isPassing } from "../../../provider/client/git-fault";

const connection = { apiAddress: "https://api.acme.example", gitAddress: "https://git.acme.example", apiKey: "sim" };
const result = (stderr: string, timedOut = false) => ({ exitCode: 128, stdout: Buffer.alloc(0), stderr, timedOut });
const url = "https://git.acme.example/git/acme/sentiment.git";

/** What git 2.39 says. */
test.each<[string, string, boolean, string?]>([
  [`fatal: unable to access '${url}/': The requested URL returned error: 503`, "PLATFORM_ERROR", true],
  [`fatal: unable to access '${url}/': The requested URL returned error: 429`, "PLATFORM_ERROR", false],
  [
    "error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429\nfatal: the remote end hung up unexpectedly",
    "PLATFORM_ERROR",
    false,
  ],
  [`fatal: unable to access '${url}/': The requested URL returned error: 403`, "NOT_AUTHORIZED", false],
  [`fatal: Authentication failed for '${url}/'`, "API_KEY_REJECTED", false],
  [
    `fatal: unable to access '${url}/': Failed to connect to git.acme.example port 443 after 0 ms: Couldn't connect to server`,
    "PLATFORM_UNREACHABLE",
    true,
  ],
  [`fatal: unable to access '${url}/': Recv failure: Connection reset by peer`, "PLATFORM_UNREACHABLE", true],
  [`fatal: unable to access '${url}/': Empty reply from server`, "PLATFORM_UNREACHABLE", true],
  [`error: RPC failed; curl 18 transfer closed with outstanding read data remaining\nfatal: early EOF`, "PLATFORM_UNREACHABLE", true],
  [`fatal: unable to access '${url}/': transfer closed with 1 bytes remaining to read`, "PLATFORM_UNREACHABLE", true],
  [`fatal: repository '${url}/' not found`, "GIT_FAILED", false],
  ["", "GIT_FAILED", false],
])("%s is %s", (stderr, code, passing) => {
  const failed = result(stderr);
  expect([gitFault(connection, "acme/sentiment", "cloning the source", failed), isPassing(failed)]).toMatchObject([{ code }, passing]);
});

test("a transfer that stands still is told as that, and not tried again", () => {
  const stalled = result(
    `fatal: unable to access '${url}/': Operation too slow. Less than 1 bytes/sec transferred the last 60 seconds`,
    true,
  );
  expect([gitFault(connection, "acme/sentiment", "cloning the source", stalled), isPassing(stalled)]).toMatchObject([
    { code: "GIT_STALLED" },
    false,
  ]);
});
