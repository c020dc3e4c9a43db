import type { Escaping } from "./escapes";

/** How one kind of string literal reads, from its opening on. */
export interface StringForm {
  /** The text that ends it. */
  closes: string;
  escaping: Escaping;
  /** A backslash keeps the next character from closing it. True of Python's raw strings too. */
  guards: boolean;
  multiline: boolean;
  /** `""` inside stands for one quote. */
  doubledQuote?: boolean;
  /** Code inside the string. */
  hole?: Hole;
}

/** Where code begins inside a string; it ends at the brace that matches. */
export interface Hole {
  opens: "{" | "${" | "#{";
  /** A doubled opening (`{{`, `$$`) stands for itself. */
  doubled: boolean;
  /** After a colon comes a format, not code. */
  format?: boolean;
  /** `$name` without braces is a hole as well. */
  bareName?: boolean;
}

/** The opening of a string, as a sticky pattern, and what it says of the rest. */
export interface StringOpening {
  opens: RegExp;
  form(opening: RegExpExecArray): StringForm;
}

/** As much of a language's grammar as is needed to tell strings from comments and code. */
export interface Language {
  name: string;
  lineComment: RegExp;
  /** Those that nest are written with slash and star. */
  blockComments: { opens: RegExp; closes: string; nests: boolean }[];
  strings: StringOpening[];
  /** Literals of one character, which may be a quote: `'"'`. */
  characters?: RegExp;
  /** Two strings side by side are one: Python, Ruby. */
  adjacentStringsJoin: boolean;
  /** `/…/` may be a pattern with quotes in it. */
  patterns: boolean;
  /** `<<~END` … `END` */
  heredocs: boolean;
}

const braces: Hole = { opens: "{", doubled: true, format: true };
const slashes = { lineComment: /\/\//y, blockComments: [{ opens: /\/\*/y, closes: "*/", nests: false }] };
const plain = { adjacentStringsJoin: false, patterns: false, heredocs: false };
const characters = /'(?:\\.[^'\n]{0,10}|[^'\\\n\x80-\xff]|[\x80-\xff]{2,4})'/y;

const quoted = (opens: RegExp, escaping: Escaping, more: Partial<StringForm> = {}): StringOpening => ({
  opens,
  form: ([opening]) => ({ closes: opening, escaping, guards: true, multiline: false, ...more }),
});

const python: Language = {
  name: "Python",
  lineComment: /#/y,
  blockComments: [],
  strings: [
    {
      opens: /([rRbBuUfFtT]{0,2})("""|'''|"|')/y,
      form: ([, prefix = "", quote = ""]) => ({
        closes: quote,
        escaping: /r/i.test(prefix) ? "none" : /b/i.test(prefix) ? "python-bytes" : "python",
        guards: true,
        multiline: quote.length === 3,
        hole: /[ft]/i.test(prefix) ? braces : undefined,
      }),
    },
  ],
  adjacentStringsJoin: true,
  patterns: false,
  heredocs: false,
};

const javascript: Language = {
  name: "JavaScript",
  ...slashes,
  strings: [quoted(/["']/y, "utf16"), quoted(/`/y, "utf16", { multiline: true, hole: { opens: "${", doubled: false } })],
  ...plain,
  patterns: true,
};

const java: Language = {
  name: "Java",
  ...slashes,
  strings: [quoted(/"""/y, "utf16", { multiline: true }), quoted(/"/y, "utf16")],
  characters,
  ...plain,
};

const scala: Language = {
  name: "Scala",
  lineComment: /\/\//y,
  blockComments: [{ opens: /\/\*/y, closes: "*/", nests: true }],
  strings: [
    {
      opens: /([A-Za-z_]\w*)?("""|")/y,
      form: ([, interpolator, quote = ""]) => ({
        closes: quote,
        escaping: interpolator === "raw" || (quote.length === 3 && interpolator === undefined) ? "none" : "utf16",
        guards: quote.length === 1,
        multiline: quote.length === 3,
        hole: interpolator === undefined ? undefined : { opens: "${", doubled: true, bareName: true },
      }),
    },
  ],
  characters,
  ...plain,
};

const csharp: Language = {
  name: "C#",
  ...slashes,
  strings: [
    {
      opens: /(\${0,4})("{3,12})/y,
      form: ([, dollars = "", quotes = ""]) => ({
        closes: quotes,
        escaping: "none",
        guards: false,
        multiline: true,
        hole: dollars ? { opens: "{", doubled: false, format: true } : undefined,
      }),
    },
    {
      opens: /(@|\$@|@\$)"/y,
      form: ([, prefix = ""]) => ({
        closes: '"',
        escaping: "none",
        guards: false,
        multiline: true,
        doubledQuote: true,
        hole: prefix.includes("$") ? braces : undefined,
      }),
    },
    {
      opens: /(\$?)"/y,
      form: ([, dollar]) => ({ closes: '"', escaping: "utf16", guards: true, multiline: false, hole: dollar ? braces : undefined }),
    },
  ],
  characters,
  ...plain,
};

const pairs: Record<string, string> = { "(": ")", "[": "]", "{": "}", "<": ">" };
const rubyHole: Hole = { opens: "#{", doubled: false };

const ruby: Language = {
  name: "Ruby",
  lineComment: /#/y,
  blockComments: [{ opens: /^=begin\b/my, closes: "\n=end", nests: false }],
  strings: [
    quoted(/["`]/y, "braced", { multiline: true, hole: rubyHole }),
    quoted(/'/y, "quote-only", { multiline: true }),
    {
      opens: /%([qQwWiI])([([{<|!])/y,
      form: ([, letter = "", bracket = ""]) => ({
        closes: pairs[bracket] ?? bracket,
        escaping: letter === "Q" ? "braced" : "quote-only",
        guards: true,
        multiline: true,
        hole: /[QWI]/.test(letter) ? rubyHole : undefined,
      }),
    },
  ],
  adjacentStringsJoin: true,
  patterns: true,
  heredocs: true,
};

const r: Language = {
  name: "R",
  lineComment: /#/y,
  blockComments: [],
  strings: [
    {
      opens: /[rR](["'])(-{0,16})([([{])/y,
      form: ([, quote = "", dashes = "", bracket = ""]) => ({
        closes: `${pairs[bracket]}${dashes}${quote}`,
        escaping: "none",
        guards: false,
        multiline: true,
      }),
    },
    quoted(/["'`]/y, "long-unicode", { multiline: true }),
  ],
  ...plain,
};

const rust: Language = {
  name: "Rust",
  lineComment: /\/\//y,
  blockComments: [{ opens: /\/\*/y, closes: "*/", nests: true }],
  strings: [
    {
      opens: /(?:br|cr|r)(#{0,16})"/y,
      form: ([, hashes = ""]) => ({ closes: `"${hashes}`, escaping: "none", guards: false, multiline: true }),
    },
    { opens: /[bc]?"/y, form: () => ({ closes: '"', escaping: "braced", guards: true, multiline: true }) },
  ],
  characters: /b?'(?:\\.[^'\n]{0,10}|[^'\\\n\x80-\xff]|[\x80-\xff]{2,4})'/y,
  ...plain,
};

const byExtension: Record<string, Language> = {
  ...Object.fromEntries(["py", "pyw"].map((extension) => [extension, python])),
  ...Object.fromEntries(["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"].map((extension) => [extension, javascript])),
  ...Object.fromEntries(["scala", "sc"].map((extension) => [extension, scala])),
  java,
  cs: csharp,
  rb: ruby,
  r,
  rs: rust,
};

/** The language of a file by its extension; undefined for what is not code, or not in a language that is read here. */
export function languageOf(path: string): Language | undefined {
  const extension = /\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : byExtension[extension];
}

/** Tests name models too, but not the one that is served. */
export function isTestFile(path: string): boolean {
  return (
    /(^|\/)(tests?|__tests__)\//i.test(path) || /(^|\/)(test_[^/]*|[^/]*(_test|_spec|\.test|\.spec)\.[^./]+|conftest\.py)$/i.test(path)
  );
}
