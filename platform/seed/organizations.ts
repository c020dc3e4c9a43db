import { z } from "zod";
import type { Declaration } from "./declaration";
import type { Seeding } from "./index";

const membersSchema = z.object({ marker: z.string().nullish(), results: z.array(z.object({ username: z.string() })) });

/** Makes an organization, or changes what it says of itself where the declaration says otherwise, and adds its members. */
export async function seedOrganization(organization: Declaration["organizations"][number], seeding: Seeding): Promise<void> {
  const { api, target, dryRun, tell } = seeding;
  const { name, label, email, contact, members } = organization;
  const [path, key] = [`/v1/organizations/${encodeURIComponent(name)}`, target.adminKey!];
  const wanted: Record<string, string> = { org_label: label, org_email: email, org_contact_name: contact };
  const found = await api.send({ method: "GET", path, key, accept: [404, 409] });
  const differs = () => Object.entries(wanted).some(([field, value]) => (found.json as Record<string, unknown>)[field] !== value);
  const action = found.status !== 200 ? "create" : differs() ? "change" : "keep";
  const json = { org_name: name, ...wanted };
  if (!dryRun && action === "create") await api.send({ method: "POST", path: "/v1/organizations", key, json });
  if (!dryRun && action === "change") await api.send({ method: "PUT", path, key, json });
  tell({ kind: "organization", name, action });
  const known = action === "create" ? new Set<string>() : await membersOf(`${path}/members`, seeding);
  for (const member of members) {
    const isMember = known.has(member.toLowerCase());
    if (!dryRun && !isMember) await api.send({ method: "PUT", path: `${path}/members/${encodeURIComponent(member)}`, key });
    tell({ kind: "member", name: `${name} ${member}`, action: isMember ? "keep" : "create" });
  }
}

/** The members' names in lower case, page after page. */
async function membersOf(path: string, { api, target }: Seeding): Promise<Set<string>> {
  const names = new Set<string>();
  let marker: string | null | undefined;
  do {
    const query = marker ? `?marker=${encodeURIComponent(marker)}` : "";
    const page = membersSchema.parse((await api.send({ method: "GET", path: `${path}${query}`, key: target.adminKey! })).json);
    for (const { username } of page.results) names.add(username.toLowerCase());
    marker = page.marker;
  } while (marker);
  return names;
}
