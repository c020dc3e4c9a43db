import { z } from "zod";
import { allPermissions } from "../store/permissions";
import type { Declaration } from "./declaration";
import type { Seeding } from "./index";

/** Makes an account, or changes what it says of itself where the declaration says otherwise. */
export async function seedUser({ name, email, fullName }: Declaration["users"][number], { api, target, dryRun, tell }: Seeding) {
  const path = `/v1/users/${encodeURIComponent(name)}`;
  const key = target.adminKey!;
  const wanted = { ...(email !== undefined && { email }), ...(fullName !== undefined && { fullname: fullName }) };
  // Algorithmia answers 409 for a user that is not there.
  const found = await api.send({ method: "GET", path, key, accept: [404, 409] });
  const action = found.status !== 200 ? "create" : differs(wanted, found.json) ? "change" : "keep";
  if (!dryRun && action === "create") await api.send({ method: "POST", path: "/v1/users", key, json: { username: name, ...wanted } });
  if (!dryRun && action === "change") await api.send({ method: "PUT", path, key, json: { username: name, ...wanted } });
  tell({ kind: "user", name, action });
}

/** Lets a key that the operator chose open an account. */
export async function seedKey(user: string, text: string, { api, target, dryRun, tell }: Seeding) {
  const found = await api.send({ method: "GET", path: "/v1/data", key: text, accept: [401] });
  const holder = found.status === 401 ? undefined : accountOf(found.json);
  if (found.status !== 401 && holder?.toLowerCase() !== user.toLowerCase())
    throw new Error(`The key that is declared for ${user} is another account's${holder === undefined ? "" : `: ${holder}'s`}.`);
  const action = holder === undefined ? "create" : "keep";
  const json = { key_label: "seed", key_type: "AlgorithmKey", permissions: allPermissions, api_key: text };
  const path = `/v1/admin/users/${encodeURIComponent(user)}/keys`;
  if (!dryRun && action === "create") await api.send({ method: "POST", path, key: target.adminKey!, json });
  tell({ kind: "key", name: user, action });
}

/** The account whose key listed the root of its data. */
export function accountOf(listing: unknown): string | undefined {
  const parsed = z.object({ folders: z.array(z.object({ name: z.string() })) }).safeParse(listing);
  return parsed.data?.folders[0]?.name;
}

function differs(wanted: Record<string, string>, found: unknown): boolean {
  return Object.entries(wanted).some(([name, value]) => (found as Record<string, unknown>)[name] !== value);
}
