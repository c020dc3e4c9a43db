import type { Language } from "../runner/built-version";

/** `anaconda3` is Python with its packages in environment.yml. */
export type ListedName = Language | "anaconda3";

/** A language that algorithms are written in, as clients list it. */
export interface ListedLanguage {
  name: ListedName;
  display_name: string;
  /** Clients get this as text; only web pages ever read it. */
  configuration: string;
}

const conda: ListedLanguage = {
  name: "anaconda3",
  display_name: "Python 3 (environment.yml)",
  configuration: JSON.stringify({ language: "anaconda3", dependencies: "environment.yml" }),
};

const python: ListedLanguage = {
  name: "python3",
  display_name: "Python 3",
  configuration: JSON.stringify({ language: "python3", dependencies: "requirements.txt" }),
};

const javascript: ListedLanguage = {
  name: "javascript",
  display_name: "JavaScript",
  configuration: JSON.stringify({ language: "javascript", dependencies: "package.json" }),
};

/** The languages that are built here. */
export const languages = [conda, javascript, python];

/** One environment for each language, whose interpreter is the machine's. The ids are an interface: algorithms are created with them. */
export const environments = [
  {
    id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c01",
    environment_specification_id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c02",
    display_name: "Python 3",
    description: "The newest Python 3 that the machine of this platform has, with the packages of requirements.txt.",
    created_at: "2026-01-01T00:00:00.000",
    language: python,
    machine_type: "CPU",
  },
  {
    id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c03",
    environment_specification_id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c04",
    display_name: "JavaScript",
    description: "The Node.js that this platform runs on, with the packages of package.json.",
    created_at: "2026-01-01T00:00:00.000",
    language: javascript,
    machine_type: "CPU",
  },
  {
    id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c05",
    environment_specification_id: "5b0f6c1e-9d0c-4a53-8e21-3f1f2f0a7c06",
    display_name: "Python 3 (environment.yml)",
    description:
      "The newest Python 3 that the machine of this platform has, with the packages of environment.yml from PyPI: there is no conda.",
    created_at: "2026-01-01T00:00:00.000",
    language: conda,
    machine_type: "CPU",
  },
];

/** What a language is listed as that is called by any of Algorithmia's names; undefined when it is not built here. Python 2 is built as Python 3. */
export function listedName(stated: string): ListedName | undefined {
  if (/^anaconda/i.test(stated)) return "anaconda3";
  if (/^(python|pypy)/i.test(stated)) return "python3";
  return /^(javascript|node)/i.test(stated) ? "javascript" : undefined;
}
