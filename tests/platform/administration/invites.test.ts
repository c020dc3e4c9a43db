import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "../api/support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const admin = (method: string, path = "", body?: unknown) =>
  send(platform, method, `/v1/admin/invites${path}`, { key: platform.adminKey, body });

test("SPEC addInvite, getInvites, deleteInvite: codes are added, listed and deleted", async () => {
  expect((await admin("GET")).json).toEqual([]);
  const added = await admin("POST", "", {
    inviteCode: "welcome-1",
    signupCredits: 5,
    comments: "for Ann",
    expiresAt: "2030-01-31T10:00:00+02:00",
  });
  expect([added.status, added.text]).toEqual([200, ""]);
  await admin("POST", "", { inviteCode: "plain", comments: null });
  const createdAt = expect.stringMatching(/^\d{4}-.*Z$/);
  expect((await admin("GET")).json).toEqual(
    expect.arrayContaining([
      {
        inviteCode: "welcome-1",
        signupCredits: 5,
        comments: "for Ann",
        expiresAt: "2030-01-31T08:00:00.000Z",
        createdAt,
        createdBy: "admin",
      },
      { inviteCode: "plain", createdAt, createdBy: "admin" },
    ]),
  );
  expect((await admin("DELETE", "/welcome-1")).status).toBe(200);
  expect((await admin("GET")).json).toEqual([expect.objectContaining({ inviteCode: "plain" })]);
});

test("a code that is there already, one that is not, and what is no code are 400 and change nothing", async () => {
  const before = (await admin("GET")).json;
  const refused: [object | string, number][] = [
    [{ inviteCode: "plain" }, 6001],
    [{}, 6001],
    [{ inviteCode: "a/b" }, 6001],
    [{ inviteCode: 7 }, 6001],
    [{ inviteCode: "new", signupCredits: -1 }, 6001],
    [{ inviteCode: "new", expiresAt: "soon" }, 6001],
    ["{", 2013],
  ];
  for (const [body, code] of refused) {
    const reply = await admin("POST", "", body);
    expect([body, reply.status, reply.json.error.code]).toEqual([body, 400, code]);
  }
  expect((await admin("DELETE", "/welcome-1")).status).toBe(400);
  expect((await admin("GET")).json).toEqual(before);
});

test("a user's key neither sees nor makes invite codes", async () => {
  for (const [method, path] of [
    ["GET", ""],
    ["POST", ""],
    ["DELETE", "/plain"],
  ] as const) {
    expect((await send(platform, method, `/v1/admin/invites${path}`)).status).toBe(403);
  }
  expect((await admin("GET")).json).toHaveLength(1);
});
