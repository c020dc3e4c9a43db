import type { KeyKind, Permissions } from "../store/permissions";

/** What the bodies of this room's requests are parsed into. */
export interface Schemas {
  user(body: unknown): UserBody;
  organization(body: unknown): OrganizationBody;
  newKey(body: unknown): KeyBody;
  organizationType(body: unknown): { id: string; name: string };
}

/** Body of a request to create or change an account; empty texts mean the same as absent ones. */
export interface UserBody {
  username?: string;
  email?: string;
  fullname?: string;
  company_name?: string;
  company_role?: string;
}

/** Body of a request to create or change an organization; empty texts mean the same as absent ones. */
export interface OrganizationBody {
  org_name?: string;
  org_label?: string;
  org_contact_name?: string;
  org_email?: string;
  org_url?: string;
  /** Empty where a client looked for the type's name in vain. */
  type_id?: string;
  stripe_customer_id?: string;
  external_admin_group?: string[];
  external_member_group?: string[];
  external_executor_group?: string[];
  external_id?: string;
  owner_ids?: string[];
}

/** Body of a request to make a key. `permissions` is there unless the key is an admin's, for which they mean nothing. */
export interface KeyBody {
  key_label: string;
  key_type: KeyKind;
  permissions: Permissions;
  /** The key's own text, where one is brought along. */
  api_key?: string;
}

let loaded: Schemas | undefined;

/** The parsers; the library behind them is slow to load, so that waits until after the platform is ready. */
export function schemas(): Schemas {
  loaded ??= (require("./parsers") as typeof import("./parsers")).parsers;
  return loaded;
}
