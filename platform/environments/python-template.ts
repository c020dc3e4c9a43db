/** The files of a new Python algorithm, by path. */
export function pythonTemplate(owner: string, name: string): Record<string, string> {
  return {
    "algorithmia.conf": `${JSON.stringify({ username: owner, algoname: name, language: "python-3.x-1" }, null, 2)}\n`,
    "requirements.txt": "algorithmia>=1.0.0,<3.0\n",
    "src/__init__.py": "",
    [`src/${name}.py`]: [
      "import Algorithmia",
      "",
      "# What stands here, outside of any function, runs once when an instance starts: load models here.",
      "",
      "",
      "def apply(input):",
      '    """Answers one call. `input` is text, parsed JSON or bytes, as the caller sent it."""',
      '    return "hello {}".format(input)',
      "",
    ].join("\n"),
    [`src/${name}_test.py`]: [
      `from .${name} import apply`,
      "",
      "",
      "def test_greets():",
      '    assert apply("Jane") == "hello Jane"',
      "",
    ].join("\n"),
    "README.md": `# ${name}\n\nWhat this algorithm does, what it takes and what it answers.\n`,
  };
}
