import type { SourceFile } from "./reference";

/** A line of the source before and after. */
export interface ChangedLine {
  path: string;
  /** From 1. */
  line: number;
  before: string;
  after: string;
}

/** A file that is made anew as a whole, such as a freeze. */
export interface RegeneratedFile {
  path: string;
}

/** Which lines of the source change. A reference is changed within its line, so lines are compared one to one. */
export function changedLines(sources: readonly SourceFile[], changes: readonly SourceFile[]): (ChangedLine | RegeneratedFile)[] {
  return changes.flatMap(({ path, content }): (ChangedLine | RegeneratedFile)[] => {
    const before = linesOf(sources.find((source) => source.path === path)?.content);
    const after = linesOf(content);
    if (before.length !== after.length || /\.freeze$/i.test(path)) return [{ path }];
    return before.flatMap((text, index) =>
      text === after[index] ? [] : [{ path, line: index + 1, before: text.trim(), after: (after[index] ?? "").trim() }],
    );
  });
}

function linesOf(content: Buffer | undefined): string[] {
  return (content?.toString("utf8") ?? "").split(/\r\n|\n|\r/);
}
