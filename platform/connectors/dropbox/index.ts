import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { files } from "dropbox";
import { type Listing, type ObjectStore, type StoredObject, StoreFault } from "../store";
import { clientFor, type DropboxAccess } from "./client";
import { faultOf, isAbsent } from "./faults";
import { upload } from "./upload";

/** Dropbox. A path is one of the account, or of the app's folder; case does not tell two apart. The revision of a file is its ETag. */
export function openDropbox(access: DropboxAccess): ObjectStore {
  const { client, auth, fetch } = clientFor(access);

  const metadataOf = async (path: string, rev?: string): Promise<files.FileMetadataReference | undefined> => {
    try {
      const { result } = await client.filesGetMetadata({ path: rev ? `rev:${rev}` : `/${path}` });
      return result[".tag"] === "file" && isAt(result, path) ? result : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw faultOf(error);
    }
  };

  return {
    async head(path, versionId) {
      const metadata = await metadataOf(path, versionId);
      return metadata && describe(metadata);
    },
    async get(path, { range, versionId, etag } = {}) {
      const rev = etag ?? versionId;
      try {
        await auth.checkAndRefreshAccessToken();
        // Not by the SDK, which would hold the whole file.
        const answer = await fetch("https://content.dropboxapi.com/2/files/download", {
          method: "POST",
          headers: {
            Authorization: `Bearer ${auth.getAccessToken()}`,
            "Dropbox-API-Arg": headerSafe({ path: rev ? `rev:${rev}` : `/${path}` }),
            ...(range && { Range: `bytes=${range.start}-${range.end}` }),
          },
        });
        if (!answer.ok || !answer.body) throw await refusal(answer);
        const metadata = JSON.parse(answer.headers.get("dropbox-api-result") ?? "{}") as files.FileMetadata;
        if (!isAt(metadata, path)) {
          await answer.body.cancel();
          return undefined;
        }
        return { object: describe(metadata), bytes: Readable.fromWeb(answer.body as ReadableStream) };
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw faultOf(error);
      }
    },
    async list(folder, { limit, next }) {
      try {
        const { result } =
          next === undefined
            ? await client.filesListFolder({ path: folder === "" ? "" : `/${folder.slice(0, -1)}`, limit })
            : await client.filesListFolderContinue({ cursor: next });
        return listingOf(result);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        if (next !== undefined && (error as { status?: number }).status === 400) throw new StoreFault("marker", "the cursor is not valid");
        throw faultOf(error);
      }
    },
    async put(path, bytes, given) {
      try {
        const { rev } = await upload(client, `/${path}`, bytes, given);
        return { etag: rev, versionId: rev };
      } catch (error) {
        throw faultOf(error);
      }
    },
    async remove(path, etag) {
      // Deleting a folder would take all that is in it.
      if (!(await metadataOf(path))) return false;
      try {
        await client.filesDeleteV2({ path: `/${path}`, ...(etag && { parent_rev: etag }) });
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw faultOf(error);
      }
    },
    close: () => {},
  };
}

/** A revision names a file wherever it lies: one that was asked for at another path is not there. */
function isAt({ path_lower }: files.FileMetadata, path: string): boolean {
  return path_lower === undefined || path_lower === `/${path.toLowerCase()}`;
}

function describe({ size, server_modified, rev }: files.FileMetadata): StoredObject {
  return { sizeBytes: size, modifiedAt: new Date(server_modified), etag: rev, versionId: rev };
}

function listingOf({ entries, cursor, has_more }: files.ListFolderResult): Listing {
  return {
    folders: entries.flatMap((entry) => (entry[".tag"] === "folder" ? [entry.name] : [])),
    files: entries.flatMap((entry) =>
      entry[".tag"] === "file" ? [{ name: entry.name, sizeBytes: entry.size, modifiedAt: new Date(entry.server_modified) }] : [],
    ),
    ...(has_more && { next: cursor }),
  };
}

/** In the form of the SDK's own errors. */
async function refusal(answer: Response): Promise<{ status: number; error: unknown }> {
  const text = await answer.text();
  try {
    return { status: answer.status, error: JSON.parse(text) };
  } catch {
    return { status: answer.status, error: text };
  }
}

/** Headers are ASCII. */
function headerSafe(argument: unknown): string {
  return JSON.stringify(argument).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
