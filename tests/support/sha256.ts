import { createHash } from "node:crypto";

/** sha256 of a text or of bytes, 64 hex digits. */
export const sha256Of = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
