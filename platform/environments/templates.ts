import type { Language } from "../runner/built-version";
import { javascriptTemplate } from "./javascript-template";
import { pythonTemplate } from "./python-template";

const templates = { python3: pythonTemplate, javascript: javascriptTemplate };

/**
 * The files of a new algorithm, by path. They build, and answer "hello" to whoever is named.
 *
 * @param name the algorithm's, which is also its module's
 * @example templateFiles("javascript", "demo", "hello")["src/hello.js"]
 */
export function templateFiles(language: Language, owner: string, name: string): Record<string, string> {
  return templates[language](owner, name);
}
