import { resolveConnection } from "../client/connection";
import { errors } from "../errors";
import { splitVersion, withVersion } from "../model/object-version";
import { sizeText } from "../model/size-text";
import type { Terminal } from "./terminal";

/** Of so many bytes and more it is told how far the reading is. */
const longBytes = 64 * 1024 * 1024;
const stepPercent = 10;
const downloadSeconds = 3600;

/**
 * Finds out what a file in storage is: its size, the version that is there now where the store keeps versions, and its sha256, which
 * the store tells or which takes reading it.
 *
 * @param uri In normal form; a version that it names is the one that is looked at.
 * @throws PIN_URI_NEEDS_SHA256 without an API key, STORED_FILE_UNREADABLE, PIN_URI_INVALID for a folder, and the platform's errors
 */
export async function identifyForPin(uri: string, terminal: Terminal): Promise<{ uri: string; sha256: string; sizeBytes: number }> {
  const connection = resolveConnection({});
  if (!connection.apiKey) throw errors.PIN_URI_NEEDS_SHA256(uri, `no API key is configured for ${connection.apiAddress}`);
  const { connect, FileChangedMeanwhile } = require("../client") as typeof import("../client");
  const platform = connect(connection);
  const refused = (message: string) => errors.STORED_FILE_UNREADABLE(uri, message);
  try {
    const stat = await platform.data.stat(uri, { refused });
    if (stat?.kind !== "file") throw errors.PIN_URI_INVALID(uri, "it is a folder");
    const named = splitVersion(uri);
    // Exactly what was looked at is read and pinned, whatever comes after it.
    const pinned = withVersion(named.uri, named.versionId ?? stat.versionId);
    const { sizeBytes } = stat;
    if (stat.sha256 !== undefined) return { uri: pinned, sha256: stat.sha256, sizeBytes };
    const progress = sizeBytes < longBytes ? undefined : telling(pinned, sizeBytes, terminal);
    const sha256 = await platform.data.sha256(pinned, { timeoutSeconds: downloadSeconds, expected: stat, progress, refused });
    return { uri: pinned, sha256, sizeBytes };
  } catch (error) {
    throw error instanceof FileChangedMeanwhile ? refused("it was replaced while it was read") : error;
  } finally {
    platform.close();
  }
}

/** Says at once what takes so long, and then every tenth of it. */
function telling(uri: string, sizeBytes: number, terminal: Terminal): (doneBytes: number) => void {
  terminal.err(`No sha256 is kept with ${uri}: reading its ${sizeText(sizeBytes)} …\n`);
  let nextPercent = stepPercent;
  return (doneBytes) => {
    if (doneBytes * 100 < nextPercent * sizeBytes) return;
    terminal.err(`  ${nextPercent} %\n`);
    nextPercent += stepPercent;
  };
}
