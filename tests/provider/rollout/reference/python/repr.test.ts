import { readJson } from "../../../../../provider/rollout/reference/manifest/json-text";
import { pythonDump } from "../../../../../provider/rollout/reference/python/dump";
import { recentCharacterIn } from "../../../../../provider/rollout/reference/python/recent-characters";
import { pythonRepr } from "../../../../../provider/rollout/reference/python/repr";
import { pythonValue } from "../../../../../provider/rollout/reference/python/value";
import { python3 } from "../python3";
import { randomDocuments } from "./random-documents";

interface Printed {
  repr: string;
  dump: string;
}

/** Reads every document in one Python process. A document that Python refuses gives null. */
const pythonPrints = (documents: string[]): (Printed | null)[] =>
  python3(
    `
import json, sys
def show(text):
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return {"repr": repr(value), "dump": json.dumps(value)}
print(json.dumps([show(text) for text in json.load(sys.stdin)]))
`,
    documents,
  );

function printed(document: string): Printed | null {
  const read = readJson(Buffer.from(document));
  if (!("json" in read)) return null;
  const value = pythonValue(read.json);
  return { repr: pythonRepr(value), dump: pythonDump(value) };
}

const hard = [
  ...["{}", "[]", "[[], {}]", '{"a": {}, "b": []}', " \n\t\r{ } ", "null", "true", "false", '{"a": [true, false, null]}'],
  ...["0", "-0", "1", "123456789012345678901234567890", "-98765432109876543210", "[1, -1, 10]"],
  ...[
    "0.0",
    "-0.0",
    "1.0",
    "1.50",
    "1e0",
    "1E5",
    "1e15",
    "1e16",
    "1e+16",
    "123456789012345680.0",
    "9999999999999998.0",
    "1e22",
    "1e23",
    "1.7976931348623157e308",
  ],
  ...[
    "0.1",
    "0.0001",
    "0.00001",
    "0.00012345",
    "1e-4",
    "1e-5",
    "1.5e-7",
    "5e-324",
    "2.2250738585072014e-308",
    "0.30000000000000004",
    "1e400",
    "-1e400",
    "1e-400",
  ],
  ...["NaN", "[NaN, Infinity, -Infinity]", '{"NaN": NaN, "say \\"Infinity\\"": -Infinity}'],
  ...[
    '""',
    '"\'"',
    '"\\""',
    '"\'\\""',
    '"it\'s"',
    '"a \\\\ b"',
    '"\\/"',
    '"\\n\\r\\t\\b\\f"',
    '"\\u0000\\u001f\\u007f\\u0080\\u009f\\u00a0\\u00ad\\u00e9"',
  ],
  ...[
    '"é ü ß 日本語 Ω"',
    '"\\u2028\\u2029\\u200b\\u3000\\ufeff\\ue000\\uffff"',
    '"😀 \\ud83d\\ude00"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ud800 \\udc00"',
    '"\u{10ffff}\u{e0001}\u{f0000}\u{1d7ff}"',
  ],
  ...[
    '{"b": 1, "a": 2, "10": 3, "2": 4, "-1": 5}',
    '{"a": 1, "b": 2, "a": 3}',
    '{"": "", "\\u0061": 1, "a": 2}',
    '{"__proto__": 1, "constructor": 2, "toString": 3}',
  ],
  `${"[".repeat(200)}${"]".repeat(200)}`,
];

const malformed = [
  ...[
    "",
    " ",
    "{",
    "}",
    "[1,]",
    '{"a": 1,}',
    "{a: 1}",
    "{'a': 1}",
    '{"a" 1}',
    '{"a": }',
    "[1 2]",
    "01",
    "1.",
    ".5",
    "+1",
    "-",
    "1e",
    "--1",
    "0x10",
    "nan",
    "tru",
  ],
  ...[
    '"abc',
    '"a\nb"',
    '"a\tb"',
    '"\\x41"',
    '"\\u12"',
    '"\\u12G4"',
    "{} {}",
    "// c\n1",
    "/* c */ 1",
    "[1] x",
    "\u00a01",
    "'a'",
    "-NaN",
    "Infinit",
  ],
];

describe("Python's repr and json.dump", () => {
  test.each([
    ["hard samples", hard],
    ["malformed samples", malformed],
    ["500 documents of a seeded generator", randomDocuments(500, 20_260_517)],
  ])("print %s as python3 does", (_name, documents) => {
    const expected = pythonPrints(documents);
    for (const [index, document] of documents.entries())
      expect({ document, ...printed(document) }).toEqual({ document, ...expected[index] });
  });

  test("escape exactly the characters that python3 does, of all there are", () => {
    const texts: string[] = [];
    for (let start = 0; start < 0x110000; start += 0x1000) {
      let text = "";
      for (let code = start; code < start + 0x1000; code++) {
        const character = String.fromCodePoint(code);
        if (recentCharacterIn(character) === undefined) text += character;
      }
      texts.push(JSON.stringify(text));
    }
    const expected = pythonPrints(texts);
    for (const [index, text] of texts.entries()) expect(printed(text)?.repr === expected[index]?.repr || index.toString(16)).toBe(true);
  });

  test("know which characters Python releases disagree about", () => {
    expect(recentCharacterIn("plain é 日本 😀")).toBeUndefined();
    expect(recentCharacterIn("a \u{1fae8} face of Unicode 15")).toBe("\u{1fae8}");
  });
});
