import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { defaults, type StartSettings, startOptions } from "./options";

/** Where a setting comes from; the first that says it counts. */
export type Source = "command line" | "environment" | "file" | "default";

/** Settings, where each was said, and the configuration file that was read. */
export interface Resolved {
  settings: StartSettings;
  sources: Partial<Record<keyof StartSettings, Source>>;
  file?: string;
}

/** Name of the configuration file in a data folder that `start` reads by itself. */
const configFileName = "config.yaml";
const configVariable = "ALGORITHMIA_PLATFORM_CONFIG";

/**
 * Brings the settings of `start` together: the command line wins over the environment, that over the configuration file, that over the
 * defaults. The file is `config`, else the one that ALGORITHMIA_PLATFORM_CONFIG names, else config.yaml in the data folder when it is there.
 *
 * @param given what the command line says
 * @throws Error that names the variable, or the file with line and column, and what is wrong
 */
export function resolveSettings(given: Partial<StartSettings>, config?: string, environment: NodeJS.ProcessEnv = process.env): Resolved {
  const fromEnvironment = readEnvironment(environment);
  const data = given.data ?? fromEnvironment.data;
  const named = config ?? (environment[configVariable] || undefined);
  const own = data === undefined ? undefined : join(resolve(data), configFileName);
  const file = named !== undefined ? resolve(named) : own !== undefined && existsSync(own) ? own : undefined;
  const fromFile = file === undefined ? {} : readFile(file, file === own);
  const layers: [Source, Partial<StartSettings>][] = [
    ["default", defaults],
    ["file", fromFile],
    ["environment", fromEnvironment],
    ["command line", given],
  ];
  const sources: Resolved["sources"] = {};
  let settings: Partial<StartSettings> = {};
  for (const [source, layer] of layers) {
    const said = keys.filter((key) => layer[key] !== undefined);
    settings = { ...settings, ...Object.fromEntries(said.map((key) => [key, layer[key]])) };
    for (const key of said) sources[key] = source;
  }
  return { settings: settings as StartSettings, sources, file };
}

const keys = Object.keys(startOptions) as (keyof StartSettings)[];

function readEnvironment(environment: NodeJS.ProcessEnv): Partial<StartSettings> {
  const said = keys.flatMap((key) => {
    const { variable, read } = startOptions[key];
    const text = environment[variable];
    if (!text) return [];
    try {
      return [[key, read(text)]];
    } catch (error) {
      throw new Error(`${variable} is '${text}'. ${(error as Error).message}`);
    }
  });
  return Object.fromEntries(said);
}

/** Loaded only when there is a file: the libraries behind it take a tenth of a second. */
function readFile(file: string, inDataFolder: boolean): Partial<StartSettings> {
  const { readConfigFile } = require("./config-file") as typeof import("./config-file");
  const settings = readConfigFile(file);
  if (inDataFolder && settings.data !== undefined) throw new Error(`${file}: data: this file lies in the data folder that it is for.`);
  return settings;
}
