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
    "Every failure of `pulumi-algorithmia` has a code and a text in three parts: what happened, why where that is known, and what to do next.",
    "The texts below are examples. Whatever failed, the version that served before still serves, and the same command may be run again: it looks at what is done already and goes on from there.",
    ...sections,
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function entry(code, row, renderError) {
  return [`### ${code}`, shown(renderError(row, row.example)), `Who can end it: ${exits[row.exit]}.`].join("\n\n");
}

/** A paragraph as a quote; a text with a log or a table in it as it stands in a terminal, or its lines would run into one. */
const shown = (text) => (text.includes("\n") ? `\`\`\`text\n${text.trimEnd()}\n\`\`\`` : `> ${text.trimEnd()}`);
