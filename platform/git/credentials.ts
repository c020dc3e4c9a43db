import type { Authenticate, Caller } from "../api/auth";
import { readKey } from "../api/auth";
import { ApiError } from "../api/errors";

/**
 * Who pushes or fetches: HTTP basic with an API key as the password, or the header that the API takes.
 * @param ownerName owner of the repository; the user name must be this or the key's own account
 * @returns undefined when no credentials were sent
 * @throws ApiError NOT_AUTHENTICATED
 */
export function gitCaller(header: string | undefined, ownerName: string, authenticate: Authenticate): Caller | undefined {
  const basic = /^basic\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (basic === undefined) {
    const key = readKey(header);
    return key === undefined ? undefined : authenticate(key);
  }
  const [user = "", ...password] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const caller = authenticateAny(password.join(":"), authenticate);
  const name = decoded(user).toLowerCase();
  if (name !== ownerName.toLowerCase() && name !== caller.user?.name.toLowerCase()) throw new ApiError("NOT_AUTHENTICATED");
  return caller;
}

/** A key with special characters may arrive still encoded when a script put it into a clone address twice encoded. */
function authenticateAny(password: string, authenticate: Authenticate): Caller {
  const forms = [...new Set([password, decoded(password)])].filter((form) => form !== "");
  for (const form of forms) {
    try {
      return authenticate(form);
    } catch (error) {
      if (!(error instanceof ApiError && error.reason === "NOT_AUTHENTICATED")) throw error;
    }
  }
  throw new ApiError("NOT_AUTHENTICATED");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
