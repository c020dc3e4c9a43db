import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { readYamlFile } from "../operations/yaml-file";

/** What a platform shall hold. Paths are absolute, values of the environment are in place. */
export interface Declaration {
  users: { name: string; email?: string; fullName?: string; key?: string }[];
  organizations: { name: string; label: string; email: string; contact: string; members: string[] }[];
  collections: { owner: string; name: string; read?: keyof typeof readers }[];
  files: { owner: string; collection: string; name: string; from: string }[];
  algorithms: DeclaredAlgorithm[];
}

/** An algorithm, its source and its secrets. */
export interface DeclaredAlgorithm {
  owner: string;
  name: string;
  label?: string;
  /** Folder that holds its source, and nothing else. */
  source: string;
  publish: boolean;
  callability: "public" | "private";
  /** JSON text. */
  sampleInput?: string;
  secrets: { key: string; value: string }[];
}

/** Who may read a collection, as its read list says it. */
export const readers = { owner: [] as string[], algorithms: ["algo://.my/*"], everyone: ["user://*"] };

const account = /^[a-zA-Z][a-zA-Z0-9_]{0,29}$/;
const name = z.string().regex(account, "must be a letter, then letters, digits and _, at most 30 characters");
const fromEnvironment = z.strictObject({ env: z.string().min(1) });

const schema = z.strictObject({
  users: z
    .array(
      z.strictObject({
        name,
        email: z.string().min(1).optional(),
        fullName: z.string().min(1).optional(),
        key: fromEnvironment.optional(),
      }),
    )
    .default([]),
  organizations: z
    .array(
      z.strictObject({
        name,
        label: z.string().min(1).optional(),
        email: z.string().min(1),
        contact: z.string().min(1),
        members: z.array(name).default([]),
      }),
    )
    .default([]),
  collections: z
    .array(
      z.strictObject({
        path: z.string().regex(/^data:\/\/[^/]+\/[^/]+$/, 'must be like "data://owner/collection"'),
        read: z.enum(["owner", "algorithms", "everyone"]).optional(),
      }),
    )
    .default([]),
  files: z
    .array(
      z.strictObject({
        path: z.string().regex(/^data:\/\/[^/]+\/[^/]+\/.+$/, 'must be like "data://owner/collection/file"'),
        from: z.string().min(1),
      }),
    )
    .default([]),
  algorithms: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[^/]+\/[^/]+$/, 'must be like "owner/name"'),
        label: z.string().min(1).optional(),
        source: z.string().min(1),
        publish: z.boolean().default(true),
        callability: z.enum(["public", "private"]).default("private"),
        sampleInput: z.json().optional(),
        secrets: z.record(z.string(), fromEnvironment).default({}),
      }),
    )
    .default([]),
});

/**
 * Reads a declaration, YAML or JSON. Paths in it count from its folder; keys and secrets are named by environment variables, so that
 * the file holds none.
 *
 * @throws Error with every fault: `file:line:column: key: what is wrong`, files and folders that are not there, variables that are not set
 */
export function readDeclaration(file: string, environment: NodeJS.ProcessEnv = process.env): Declaration {
  const parsed = readYamlFile(file, schema, "declaration");
  const faults: string[] = [];
  const valueFrom = (where: string, { env }: { env: string }) => {
    const value = environment[env];
    if (!value) faults.push(`${file}: ${where}: the environment variable ${env} is not set`);
    return value ?? "";
  };
  const pathOf = (where: string, path: string, kind: "file" | "folder") => {
    const full = resolve(dirname(file), path);
    const found = statSync(full, { throwIfNoEntry: false });
    if (!found || found.isDirectory() !== (kind === "folder")) faults.push(`${file}: ${where}: there is no ${kind} ${full}`);
    return full;
  };
  const declaration: Declaration = {
    users: parsed.users.map(({ key, ...user }) => ({ ...user, ...(key && { key: valueFrom(`the key of ${user.name}`, key) }) })),
    organizations: parsed.organizations.map(({ label, ...rest }) => ({ ...rest, label: label ?? rest.name })),
    collections: parsed.collections.map(({ path, read }) => ({ ...partsOf(path), read })),
    files: parsed.files.map(({ path, from }) => {
      const { owner, name, rest } = partsOf(path);
      return { owner, collection: name, name: rest, from: pathOf(path, from, "file") };
    }),
    algorithms: parsed.algorithms.map(({ name: full, source, secrets, sampleInput, ...rest }) => {
      const [owner = "", short = ""] = full.split("/");
      return {
        ...rest,
        owner,
        name: short,
        source: pathOf(full, source, "folder"),
        sampleInput: sampleInput === undefined ? undefined : JSON.stringify(sampleInput),
        secrets: Object.entries(secrets).map(([key, from]) => ({ key, value: valueFrom(`the secret ${key} of ${full}`, from) })),
      };
    }),
  };
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return withImpliedCollections(declaration);
}

function partsOf(path: string): { owner: string; name: string; rest: string } {
  const [owner = "", name = "", ...rest] = path.slice("data://".length).split("/");
  return { owner, name, rest: rest.join("/") };
}

/** A file needs its collection, declared or not. */
function withImpliedCollections(declaration: Declaration): Declaration {
  const collections = [...declaration.collections];
  for (const { owner, collection } of declaration.files) {
    if (!collections.some((known) => known.owner === owner && known.name === collection)) collections.push({ owner, name: collection });
  }
  return { ...declaration, collections };
}
