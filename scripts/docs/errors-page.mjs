const exits = {
  user: "the program, the pin, or its author can mend it",
  platform: "the platform or the way to it has to recover; the same command goes on afterwards",
  bug: "a fault of this package: please report it",
};

/** Renders the error table as `docs/errors.md`: one section a group, one entry a code with an example of its text. */
export function errorsPage({ errorGroups }, { renderError }) {
  const sections = Object.entries(errorGroups).map(([title, rows]) =>
    [`## ${title}`, ...Object.entries(rows).map(([code, row]) => entry(code, row, renderError))].join("\n\n"),
  );
  return [
    "# Errors",
    "<!-- Generated from provider/errors by `npm run docs`. -->",
    "Every failure of `pulumi-algorithmia` has a code, which ends its text, and a text in three parts: what happened, why where that is known, and what to do next.",
    "The texts below are examples. Whatever failed, the version that served before still serves, and the same command may be run again: it looks at what is done already and goes on from there.",
    ...sections,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function entry(code, row, renderError) {
  const { example, exit } = row;
  const told = (part) => (typeof part === "function" ? part(...example) : part);
  // What happened is told by the output itself where it holds a log or a table.
  const what = row.what(...example).trim();
  const why = told(row.why);
  return [
    `### ${code}`,
    [
      ...(what.includes("\n") ? [] : [`- What: ${what}`]),
      ...(why ? [`- Why: ${why}`] : []),
      `- What to do: ${told(row.fix)}`,
      `- Who can end it: ${exits[exit]}.`,
    ].join("\n"),
    `\`\`\`text\nerror: ${renderError(row, example).trimEnd()} [${code}]\n\`\`\``,
  ].join("\n\n");
}
