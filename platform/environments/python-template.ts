/** The files of a new Python algorithm, by path. */
export function pythonTemplate(owner: string, name: string): Record<string, string> {
  return { ...sources(owner, name, "python-3.x-1"), "requirements.txt": `${client}\n` };
}

/** The files of a new Python algorithm whose packages stand in environment.yml. */
export function condaTemplate(owner: string, name: string): Record<string, string> {
  const environment = ["name: algorithm", "dependencies:", "  - python=3", "  - pip", "  - pip:", `      - ${client}`, ""].join("\n");
  return { ...sources(owner, name, "anaconda3x"), "environment.yml": environment };
}

const client = "algorithmia>=1.0.0,<3.0";

function sources(owner: string, name: string, language: string): Record<string, string> {
  return {
    "algorithmia.conf": `${JSON.stringify({ username: owner, algoname: name, language }, null, 2)}\n`,
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
