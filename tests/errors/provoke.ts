import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ErrorRow } from "../../provider/errors";
import { renderError } from "../../provider/errors/define";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { startTap, type Tap } from "../support/tap";
import type { Scenarios } from "./scene";

/** One test for every code of a group: it is provoked, and what the person is told can be read and acted on. */
export function provokeEach<Group extends Record<string, ErrorRow>>(group: Group, scenarios: Scenarios<Group>): void {
  let platform: RunningPlatform;
  let tap: Tap;
  let folder: string;

  beforeAll(async () => {
    platform = await startPlatformProcess();
    tap = await startTap(platform.url);
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provoked-"));
    tap.seen.length = 0;
  });
  afterEach(() => {
    tap.onRequest = undefined;
    tap.onAnswered = undefined;
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await tap?.close();
    await platform?.stop();
  });

  test.each(Object.keys(group))("%s is told in words that end with the code", async (code) => {
    const secrets: string[] = [];
    const told = await scenarios[code]!({ platform, tap, folder, secrets });
    expectReadable(told.trim(), code, group[code]!);
    expect(leaksIn(told, [platform.apiKey, platform.adminKey, ...secrets], platform.owner)).toEqual([]);
  });
}

/** What, why and what to do, then the code; a paragraph unless the row shows a log or a table; nothing from inside. */
function expectReadable(told: string, code: string, row: ErrorRow): void {
  expect(told.slice(-code.length - 2)).toBe(`[${code}]`);
  for (const part of [row.why, row.fix]) if (typeof part === "string") expect(told).toContain(part);
  if (!renderError(row, row.example).includes("\n")) expect(told).not.toContain("\n");
  expect(told).not.toMatch(/\n\s+at .*:\d+:\d+|AxiosError|AlgorithmiaError|\[object |undefined|NaN/);
}

/** A key in any form in which it travels. */
function leaksIn(text: string, keys: readonly string[], owner: string): string[] {
  const forms = keys.flatMap((key) => [key, encodeURIComponent(key), Buffer.from(`${owner}:${key}`).toString("base64")]);
  return forms.filter((form) => text.includes(form));
}
