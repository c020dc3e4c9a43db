import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { errorGroups } from "../../provider/errors";
import { renderError } from "../../provider/errors/define";

const root = join(__dirname, "..", "..");

test("the generated pages agree with their tables", () => {
  expect(() => execFileSync(process.execPath, ["scripts/docs.mjs", "--check"], { cwd: root, stdio: "pipe" })).not.toThrow();
});

const rows = Object.values(errorGroups).flatMap((group) => Object.entries(group));

test("every code stands in one group only", () => {
  const codes = rows.map(([code]) => code);
  expect(codes).toEqual([...new Set(codes)]);
});

test.each(rows)("%s says what happened and what to do, in sentences", (_, row) => {
  const text = renderError(row, row.example);
  const fix = typeof row.fix === "function" ? row.fix(...(row.example as [])) : row.fix;
  expect(fix.length).toBeGreaterThan(10);
  expect(text).toContain(fix);
  expect(text).not.toMatch(/undefined|\[object|NaN/);
});
