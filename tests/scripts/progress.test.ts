import { inNode } from "./in-node";

/** Plays a piece of work of 40 seconds that reports every 5, and returns what was written. */
async function played(options: { terminal: boolean; announce?: boolean }): Promise<string> {
  return inNode(`
    const { createProgress } = await load("lib/progress.mjs");
    let text = "", time = 0;
    const progress = createProgress({ out: { write: (part) => { text += part; }, columns: 40 }, now: () => time, ...${JSON.stringify(options)} });
    progress.begin("building");
    for (time = 5000; time <= 40000; time += 5000) progress.update(time / 1000 + " of 40");
    time = 41000;
    progress.end("built");
    return text;
  `);
}

test("a log gets the beginning, a line every 15 seconds, and the end with its time", async () => {
  expect(await played({ terminal: false })).toBe("  building …\n    15.0 s: 15 of 40\n    30.0 s: 30 of 40\n  ✓ built (41.0 s)\n");
});

test("short steps may go without the line for their beginning", async () => {
  expect(await played({ terminal: false, announce: false })).not.toContain("building");
});

test("a terminal shows the progress in place and keeps only the end", async () => {
  const text = await played({ terminal: true });
  expect(text).toContain("40 of 40");
  expect(text.split("\n")).toHaveLength(2);
  expect(text.endsWith("\r\u001b[2K  ✓ built (41.0 s)\n")).toBe(true);
});
