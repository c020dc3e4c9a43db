import { dirname, resolve } from "node:path";
import { z } from "zod";
import { readYamlFile } from "../../operations/yaml-file";
import { isolations, least } from "./algorithm-settings";
import { logLevels, type StartSettings } from "./options";

const text = z.string().min(1);
const wholeNumber = (least: number) => z.int().min(least).max(999_999_999).optional();

/** Every setting of `start`, none of them required. A key that is none is a slip, and refused. */
const schema = z.strictObject({
  host: text.optional(),
  port: z.int().min(0).max(65_535).optional(),
  data: text.optional(),
  owner: text.optional(),
  tls: z.boolean().optional(),
  tlsCert: text.optional(),
  tlsKey: text.optional(),
  tlsCa: text.optional(),
  instances: wholeNumber(least.instances),
  queue: wholeNumber(least.queue),
  isolation: z.enum(isolations).optional(),
  memory: wholeNumber(least.memory),
  openFiles: wholeNumber(least.openFiles),
  processes: wholeNumber(least.processes),
  fileSize: wholeNumber(least.fileSize),
  cpuTime: wholeNumber(least.cpuTime),
  logLevel: z.enum(logLevels).optional(),
  drainSeconds: z.number().min(0).max(86_400).optional(),
  accountCalls: wholeNumber(1),
  childCalls: wholeNumber(0),
  callDepth: wholeNumber(1),
  extraInstances: wholeNumber(0),
  callWithoutKey: z.literal([200, 401]).optional(),
  temporaryDataSeconds: wholeNumber(1),
  json: z.boolean().optional(),
} satisfies Record<keyof StartSettings, z.ZodType>);

const paths = ["data", "tlsCert", "tlsKey", "tlsCa"] as const;

/**
 * Reads a configuration file, YAML or JSON. Paths in it count from its folder.
 *
 * @throws Error with file, line, column, key and what is wrong, a line for each fault
 */
export function readConfigFile(file: string): Partial<StartSettings> {
  const settings: Partial<StartSettings> = readYamlFile(file, schema, "configuration file");
  for (const key of paths) {
    const path = settings[key];
    if (path !== undefined) settings[key] = resolve(dirname(file), path);
  }
  return settings;
}
