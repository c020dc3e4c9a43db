import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesBelow } from "./files-below";

/** Every form in which a key of `owner` could be written: plain, URL-encoded, and within any base64 text that holds it, at any offset. */
export function formsOf(key: string, owner: string): string[] {
  const hex = [...Buffer.from(key)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const base64 = ["", "x", "xx"].flatMap((before) => base64Cores(key, before));
  const whole = [Buffer.from(`${owner}:${key}`).toString("base64"), Buffer.from(key).toString("hex")];
  return [...new Set([key, encodeURIComponent(key), hex, hex.toUpperCase(), ...base64, ...whole])];
}

/** The part of the base64 text of a key that does not depend on what stands before and after it; also in the URL-safe alphabet. */
function base64Cores(key: string, before: string): string[] {
  const core = Buffer.from(`${before}${key}`)
    .toString("base64")
    .replace(/=+$/, "")
    .slice(before === "" ? 0 : before.length + 1, -1);
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}

/** The text of every file below a folder, as it is now; what vanishes meanwhile is passed over. */
export function textsBelow(directory: string): { path: string; text: string }[] {
  return filesBelow(directory).flatMap((path) => {
    const file = join(directory, path);
    const text = attempt(() => readFileSync(file, "latin1"));
    return text === undefined ? [] : [{ path: file, text: `${path}\n${text}` }];
  });
}

/** The arguments of every process, and every file of the provider's copies of repositories, as they are at this moment. */
export function visibleNow(): { path: string; text: string }[] {
  const commands = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      const text = attempt(() => readFileSync(`/proc/${pid}/cmdline`, "latin1"));
      return text ? [{ path: `arguments: ${text.replaceAll("\0", " ")}`, text }] : [];
    });
  const copies = readdirSync(tmpdir()).filter((entry) => entry.startsWith("pulumi-algorithmia-"));
  return [...commands, ...copies.flatMap((copy) => textsBelow(join(tmpdir(), copy)))];
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined; // It ended or was removed while we looked.
  }
}
