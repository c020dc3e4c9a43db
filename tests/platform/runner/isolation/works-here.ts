import { execFileSync } from "node:child_process";

/** Why bwrap cannot be tried on this machine, in a word or two; undefined when it works. */
export const bwrapFails = reason();

/** A test of bwrap. Where it does not work, the test's name says so, and what is checked is that the platform knows it. */
export function testBwrap(name: string, body: () => Promise<void>, otherwise: () => Promise<void>): void {
  if (bwrapFails === undefined) test(name, body);
  else test(`${name} (not on this machine, where ${bwrapFails}: checked that instances then run without)`, otherwise);
}

function reason(): string | undefined {
  try {
    const view = ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--cap-drop", "ALL"];
    execFileSync("bwrap", [...view, "true"], { stdio: ["ignore", "ignore", "pipe"] });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    return code === "ENOENT" ? "bwrap is not installed" : `bwrap does not work: ${stderr?.toString().trim()}`;
  }
}
