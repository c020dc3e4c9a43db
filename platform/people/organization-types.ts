/** The kinds of organizations. Ids are the same on every platform: clients keep them. */
export const organizationTypes = [
  { id: "6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a01", name: "basic" },
  { id: "6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a02", name: "legacy" },
  { id: "6f6a1a1c-0d5e-4c39-9a53-0d1f6b3f7a03", name: "pro" },
];

/** The type a client means by an id or, as it was documented first, by a name; nothing said means basic. */
export function organizationType(said: string | undefined): { id: string; name: string } | undefined {
  if (said === undefined) return organizationTypes[0];
  return organizationTypes.find(({ id, name }) => id === said.toLowerCase() || name === said);
}

/** Lists the types. Clients look names up here before they make an organization. */
export function listOrganizationTypes() {
  return organizationTypes;
}
