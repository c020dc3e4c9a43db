import { z } from "zod";
import type { DeclaredAlgorithm } from "./declaration";
import type { Seeding } from "./index";
import { newAlgorithmSettings as settings } from "./new-algorithm";
import { seedSource } from "./source";

const versionSchema = z.object({
  version_info: z.object({ semantic_version: z.string().optional() }),
  compilation: z.object({ successful: z.boolean(), output: z.string().optional() }),
});

/** Makes an algorithm with its secrets, pushes its source, and builds and publishes what is not published yet. */
export async function seedAlgorithm(algorithm: DeclaredAlgorithm, seeding: Seeding): Promise<void> {
  const { api, dryRun, keyOf, tell } = seeding;
  const { owner, name, label = name } = algorithm;
  const key = keyOf(owner);
  const accounts = `/v1/algorithms/${encodeURIComponent(owner)}`;
  const found = await api.send({ method: "GET", path: pathOf(algorithm), key, accept: [401, 404] });
  const isNew = found.status !== 200;
  if (isNew && !dryRun) await api.send({ method: "POST", path: accounts, key, json: { name, details: { label }, settings } });
  tell({ kind: "algorithm", name: `${owner}/${name}`, action: isNew ? "create" : "keep" });
  await seedSecrets(algorithm, isNew, seeding);
  if (isNew && dryRun) {
    tell({ kind: "source", name: `${owner}/${name}`, action: "change" });
    tell({ kind: "version", name: `${owner}/${name}`, action: "create" });
    return;
  }
  const source = await seedSource(algorithm, seeding);
  tell({ kind: "source", name: `${owner}/${name}`, action: source.changed ? "change" : "keep", detail: source.commit.slice(0, 12) });
  if (dryRun && source.changed) tell({ kind: "version", name: `${owner}/${name}`, action: "create" });
  else await seedVersion(algorithm, source.commit, seeding);
}

/** Writes every secret anew: no platform tells their values, so none can be found equal. */
async function seedSecrets(algorithm: DeclaredAlgorithm, isNew: boolean, { api, dryRun, keyOf, tell }: Seeding): Promise<void> {
  if (algorithm.secrets.length === 0) return;
  const [path, key] = [`${pathOf(algorithm)}/secrets`, keyOf(algorithm.owner)];
  const schema = z.object({ results: z.array(z.object({ id: z.string(), secret_key: z.string() })) });
  const known = isNew && dryRun ? [] : schema.parse((await api.send({ method: "GET", path, key })).json).results;
  for (const { key: secretKey, value } of algorithm.secrets) {
    const id = known.find((secret) => secret.secret_key === secretKey)?.id;
    const json = { short_name: secretKey, secret_key: secretKey, secret_value: value };
    if (!dryRun && id === undefined) await api.send({ method: "POST", path, key, json });
    if (!dryRun && id !== undefined) await api.send({ method: "PUT", path: `${path}/${id}`, key, json: { secret_value: value } });
    const name = `${algorithm.owner}/${algorithm.name} ${secretKey}`;
    tell({ kind: "secret", name, action: id === undefined ? "create" : "change" });
  }
}

/** Waits for the build of a commit and publishes it, unless it is published. */
async function seedVersion(algorithm: DeclaredAlgorithm, commit: string, { api, dryRun, keyOf, tell }: Seeding): Promise<void> {
  const [path, key, name] = [pathOf(algorithm), keyOf(algorithm.owner), `${algorithm.owner}/${algorithm.name}`];
  const found = await api.send({ method: "GET", path: `${path}/versions/${commit}`, key, accept: [404] });
  const seen = found.status === 200 ? versionSchema.parse(found.json) : undefined;
  const published = seen?.version_info.semantic_version;
  if (published !== undefined) return tell({ kind: "version", name, action: "keep", detail: published });
  if (dryRun) return tell({ kind: "version", name, action: "create" });
  if (!seen?.compilation.successful) {
    const { compilation } = versionSchema.parse(
      (await api.send({ method: "POST", path: `${path}/compile`, key, json: { commitSha: commit } })).json,
    );
    if (!compilation.successful) throw new Error(`The build of ${name} failed. Its log ends with:\n${endOf(compilation.output ?? "")}`);
  }
  if (!algorithm.publish) return tell({ kind: "version", name, action: seen ? "keep" : "create", detail: commit.slice(0, 12) });
  const json = {
    settings: { algorithm_callability: algorithm.callability },
    version_info: { version_type: "minor", git_hash: commit, sample_input: algorithm.sampleInput },
  };
  const version = versionSchema.parse((await api.send({ method: "POST", path: `${path}/versions`, key, json })).json);
  tell({ kind: "version", name, action: "create", detail: version.version_info.semantic_version });
}

function pathOf({ owner, name }: DeclaredAlgorithm): string {
  return `/v1/algorithms/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
}

function endOf(log: string): string {
  return log.trim().split("\n").slice(-10).join("\n");
}
