import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { Outcome } from "../seed";
import type { OpenTarget } from "../seed/target";
import { exit } from "./exit";
import { resolveSettings } from "./start/settings";

/** Options of `algorithmia-platform seed`. */
export interface SeedOptions {
  demo?: boolean;
  data?: string;
  url?: string;
  caCert?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Fills a platform from a declaration, or with the example. Exit 0 when everything is as declared. */
export async function seedPlatform(file: string | undefined, options: SeedOptions, command: Command): Promise<void> {
  const { demo = false, dryRun = false, json = false } = options;
  const refuse = (message: string): never => command.error(`error: ${message}`, { exitCode: exit.usage });
  if ((file === undefined) === !demo) refuse("name a declaration, or say --demo for the example");
  if ((options.data === undefined) === (options.url === undefined)) refuse("say which platform: --data <folder>, or --url <address>");
  const { seed, readDeclaration } = require("../seed") as typeof import("../seed");
  const scratch = mkdtempSync(join(tmpdir(), "algorithmia-demo-"));
  let target: OpenTarget | undefined;
  try {
    // Before anything is started: a fault of the declaration is told at once.
    const declared = file === undefined ? undefined : readDeclaration(resolve(file));
    target = await open(options);
    const declaration = declared ?? readDeclaration(writeExample(scratch, target.owner));
    const outcomes: Outcome[] = [];
    const tell = (outcome: Outcome) => {
      outcomes.push(outcome);
      if (!json) process.stdout.write(`${line(outcome, dryRun)}\n`);
    };
    await seed(declaration, target, tell, { dryRun });
    if (json) process.stdout.write(`${JSON.stringify({ dryRun, outcomes })}\n`);
    else process.stdout.write(`${sum(outcomes, dryRun)}${demo && !dryRun ? howToCall(target, options) : ""}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
    await target?.close();
  }
}

async function open({ data, url, caCert, dryRun }: SeedOptions): Promise<OpenTarget> {
  const { openAddress, openDataFolder } = require("../seed/target") as typeof import("../seed/target");
  if (url !== undefined) return openAddress(url, caCert);
  const { settings, sources } = resolveSettings({ data });
  return openDataFolder(data!, { owner: sources.owner === "default" ? undefined : settings.owner, dryRun });
}

function writeExample(folder: string, owner: string): string {
  const { writeDemo } = require("../seed/demo") as typeof import("../seed/demo");
  return writeDemo(folder, owner);
}

const done = { create: "created", change: "changed", keep: "unchanged" };
const toDo = { create: "to create", change: "to change", keep: "unchanged" };

function line({ kind, name, action, detail }: Outcome, dryRun: boolean): string {
  return `${(dryRun ? toDo : done)[action].padEnd(10)} ${kind} ${name}${detail === undefined ? "" : ` (${detail})`}`;
}

function sum(outcomes: Outcome[], dryRun: boolean): string {
  const count = (wanted: Outcome["action"]) => outcomes.filter(({ action }) => action === wanted).length;
  const words = dryRun ? toDo : done;
  return `${count("create")} ${words.create}, ${count("change")} ${words.change}, ${count("keep")} ${words.keep}.${dryRun ? " Nothing was written." : ""}\n`;
}

function howToCall({ owner, caFile }: OpenTarget, { data }: SeedOptions): string {
  const { demoInput, demoName } = require("../seed/demo") as typeof import("../seed/demo");
  const start = data === undefined ? "" : `, with the lines pasted that 'algorithmia-platform start --data ${data}' prints`;
  return `
Call it${start}:

curl ${caFile === undefined ? "" : `--cacert ${caFile} `}$ALGORITHMIA_API/v1/algo/${owner}/${demoName} -H "Authorization: Simple $ALGORITHMIA_API_KEY" \\
  -H "Content-Type: text/plain" -d ${JSON.stringify(demoInput)}
`;
}
