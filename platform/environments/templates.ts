import type { ListedName } from "./catalog";
import { javascriptTemplate } from "./javascript-template";
import { condaTemplate, pythonTemplate } from "./python-template";

const templates = { python3: pythonTemplate, anaconda3: condaTemplate, javascript: javascriptTemplate };

/**
 * The files of a new algorithm, by path. They build, and answer "hello" to whoever is named.
 *
 * @param name the algorithm's, which is also its module's
 * @example templateFiles("javascript", "demo", "hello")["src/hello.js"]
 */
export function templateFiles(language: ListedName, owner: string, name: string): Record<string, string> {
  return templates[language](owner, name);
}
