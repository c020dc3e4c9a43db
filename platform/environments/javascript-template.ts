/** The files of a new JavaScript algorithm, by path. */
export function javascriptTemplate(owner: string, name: string): Record<string, string> {
  const manifest = {
    name: name.toLowerCase(),
    version: "0.1.0",
    private: true,
    description: `The algorithm ${owner}/${name}`,
    main: `src/${name}.js`,
    dependencies: { algorithmia: "0.3.x" },
  };
  return {
    "algorithmia.conf": `${JSON.stringify({ username: owner, algoname: name, language: "javascript" }, null, 2)}\n`,
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    [`src/${name}.js`]: [
      'const algorithmia = require("algorithmia");',
      "",
      "// What stands here, outside of any function, runs once when an instance starts: load models here.",
      "// const client = algorithmia();",
      "",
      "/** Answers one call. `input` is text, parsed JSON or a Buffer, as the caller sent it. An async function may return its answer instead. */",
      "exports.apply = function (input, cb) {",
      '  cb(null, "hello " + input);',
      "};",
      "",
    ].join("\n"),
    [`test/${name}.test.js`]: [
      'const assert = require("node:assert");',
      'const { test } = require("node:test");',
      `const { apply } = require("../src/${name}.js");`,
      "",
      'test("greets", (_, done) => {',
      '  apply("Jane", (error, answer) => {',
      '    assert.equal(answer, "hello Jane");',
      "    done(error);",
      "  });",
      "});",
      "",
    ].join("\n"),
    "README.md": [
      `# ${name}`,
      "",
      "What this algorithm does, what it takes and what it answers.",
      "",
      'Run its tests with `node --test`; with a script `"test": "node --test"` in package.json each build runs them, too.',
      "",
    ].join("\n"),
  };
}
