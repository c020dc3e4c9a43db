import type { CredentialType, Protocol } from "../store/connectors";

/** What the bodies of this room's requests are parsed into. */
export interface Schemas {
  newConnector(body: unknown): NewConnectorBody;
  connectorChange(body: unknown): ConnectorChangeBody;
  /** Takes apart `cred_data` and `settings` of one protocol. @throws ApiError INVALID_INPUT */
  access(protocol: Protocol, type: CredentialType, credentials: unknown, settings: unknown): Access;
  /** @throws ApiError INVALID_INPUT naming what the settings of a connector lack */
  requireSettings(protocol: Protocol, settings: Record<string, unknown>): void;
}

/** Body of a request to create a connector. */
export interface NewConnectorBody extends ConnectorChangeBody {
  protocol: Protocol;
  label: string;
}

/** Body of a request to change one; what it does not say stays. */
export interface ConnectorChangeBody {
  username?: string;
  protocol?: Protocol;
  label?: string;
  is_default?: boolean;
  cred_type?: CredentialType;
  cred_data?: unknown;
  settings?: unknown;
  path?: string;
  writeable?: boolean;
}

/** How a store is reached: `settings` may be shown, `credentials` never; absent where none were given. */
export interface Access {
  settings: Record<string, unknown>;
  credentials?: Record<string, string>;
}

let loaded: Schemas | undefined;

/** The parsers; the library behind them is slow to load, so that waits until after the platform is ready. */
export function schemas(): Schemas {
  loaded ??= (require("./parsers") as typeof import("./parsers")).parsers;
  return loaded;
}
