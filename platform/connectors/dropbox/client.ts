import type { Dropbox } from "dropbox";

/** A Dropbox account, or an app's folder in one. */
export interface DropboxAccess {
  accessToken: string;
  /** With it and the app's key, access tokens that run out are replaced. */
  refreshToken?: string;
  appKey?: string;
  appSecret?: string;
  /** Default: Dropbox's own addresses. Another serves all of their routes. */
  endpoint?: string;
}

type Fetch = (address: string, options?: RequestInit) => Promise<Response>;

const answerSeconds = 120;

/** Opens a client. The SDK is loaded here, at the first use of a connector of this kind. */
export function clientFor(access: DropboxAccess): { client: Dropbox; auth: Auth; fetch: Fetch } {
  const { accessToken, refreshToken, appKey, appSecret, endpoint } = access;
  const sdk = require("dropbox") as typeof import("dropbox");
  const ask: Fetch = (address, options) => {
    const { address: formed, options: given } = withoutSecretsInAddress(address, options);
    return fetch(moved(formed, endpoint), given);
  };
  const auth = new sdk.DropboxAuth({
    accessToken,
    fetch: ask,
    ...(refreshToken && { refreshToken }),
    ...(appKey && { clientId: appKey }),
    ...(appSecret && { clientSecret: appSecret }),
  });
  const asksSoon: Fetch = (address, options) => ask(address, { ...options, signal: AbortSignal.timeout(answerSeconds * 1000) });
  return { client: new sdk.Dropbox({ auth, fetch: asksSoon }), auth: auth as unknown as Auth, fetch: ask };
}

/** What the SDK's type for its authentication leaves out. */
export interface Auth {
  checkAndRefreshAccessToken(): Promise<void>;
  getAccessToken(): string;
}

function moved(address: string, endpoint: string | undefined): string {
  if (endpoint === undefined) return address;
  const { pathname, search } = new URL(address);
  return `${endpoint.replace(/\/+$/, "")}${pathname}${search}`;
}

/** The SDK refreshes with the token and the app's secret in the address, where logs on the way would keep them; the body is documented, too. */
function withoutSecretsInAddress(address: string, options: RequestInit | undefined) {
  const [path = "", query] = address.split("?");
  if (!path.endsWith("/oauth2/token") || query === undefined) return { address, options };
  const fields = new URLSearchParams(query.replaceAll("+", "%2B"));
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return { address: path, options: { ...options, headers, body: fields.toString() } };
}
