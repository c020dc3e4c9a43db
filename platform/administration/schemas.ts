/** What the bodies of this room's requests are parsed into. */
export interface Schemas {
  featureToggle(body: unknown): { enabled: boolean };
  invite(body: unknown): InviteBody;
  newHost(body: unknown): HostBody;
  host(body: unknown): HostBody & { org_id: string };
  hostUsernames(body: unknown): { updates: { algorithm_id: string; functional_id: string }[] };
  insights(body: unknown): { insight_key: string; insight_value?: unknown }[];
  reservation(body: unknown): ReservationBody;
}

/** Body of a request to add an invite code. */
export interface InviteBody {
  inviteCode: string;
  signupCredits?: number;
  comments?: string;
  expiresAt?: string;
}

/** Body of a request to record under which account of a host an organization's algorithms run. */
export interface HostBody {
  host_username: string;
  host_user_id: string;
}

/** Body of a request to keep instances warm. */
export interface ReservationBody {
  username: string;
  algoname: string;
  calling_user: string;
  version_type: string;
  num_slots: number;
  version_identifier?: string;
}

let loaded: Schemas | undefined;

/** The parsers; the library behind them is slow to load, so that waits until after the platform is ready. */
export function schemas(): Schemas {
  loaded ??= (require("./parsers") as typeof import("./parsers")).parsers;
  return loaded;
}
