import { execFileSync, spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeInstanceFolder } from "../../../../platform/runner/instance-folder";
import { endProcessesOf } from "../../../../platform/runner/isolation/end-processes";
import { firstUser, lastUser, tableFolder } from "../../../../platform/runner/isolation/numbers";
import { openUserTable } from "../../../../platform/runner/isolation/user-table";
import { noOwnUsers } from "../../../../platform/runner/isolation/users";
import { usersOfOthers } from "../../../../platform/runner/isolation/users-of-others";

const refused = noOwnUsers();
/** Where root cannot give users of their own the name of the test says why. */
const forRoot = (name: string, body: () => Promise<void>) =>
  refused === undefined ? test(name, body) : test(`${name} (not on this machine: ${refused})`, () => expect(refused).not.toBe(""));

forRoot("each instance gets a number and its folder, which two tables of this machine never give twice", async () => {
  const tables = [openUserTable(), openUserTable()];
  const folders = await Promise.all(Array.from({ length: 8 }, makeInstanceFolder));
  const users = await Promise.all(folders.map((folder, index) => tables[index % 2]!.take(folder)));
  expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
  for (const [index, { root, home }] of folders.entries()) {
    expect([statSync(root).uid, statSync(home).uid]).toEqual([users[index]!.id, users[index]!.id]);
    expect(statSync(root).mode & 0o077).toBe(0);
  }
  await Promise.all(users.map(({ free }) => free()));
  for (const { root } of folders) expect(existsSync(root)).toBe(false);
  for (const { id } of users) for (const ending of ["json", "lock"]) expect(existsSync(join(tableFolder, `${id}.${ending}`))).toBe(false);
});

forRoot("a number is given back only when no process of its user is left, whatever folder and group they are in", async () => {
  const folder = await makeInstanceFolder();
  const user = await openUserTable().take(folder);
  const ignoring = 'trap "" TERM HUP INT; sleep 1000 & echo; wait';
  const child = spawn("setsid", ["sh", "-c", ignoring], { uid: user.id, gid: user.id, cwd: "/", stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await user.free();
  expect(await ended).toBe("SIGKILL");
  expect(existsSync(folder.root)).toBe(false);
});

test("only users of instances are ever ended, never root or anybody else", async () => {
  for (const user of [0, 1000, firstUser - 1, lastUser + 1, Number.NaN, 61_200.5])
    await expect(endProcessesOf(user)).rejects.toThrow("is no user of an instance");
});

test("numbers of accounts, and of whoever runs something, belong to others", async () => {
  if (process.platform !== "linux") return;
  const others = await usersOfOthers();
  expect([...others]).toEqual(expect.arrayContaining([0, process.getuid!()]));
  const accounts = execFileSync("cut", ["-d:", "-f3", "/etc/passwd"], { encoding: "utf8" }).trim().split("\n").map(Number);
  expect([...others]).toEqual(expect.arrayContaining(accounts));
});
