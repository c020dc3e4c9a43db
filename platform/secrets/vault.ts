import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Encrypts the values of secrets for the database. `owner` ties a value to its place: sealed for one, it opens for no other. */
export interface Vault {
  seal(value: string, owner: string): Buffer;
  open(sealed: Buffer, owner: string): string;
}

const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Opens the vault whose key lies in a file of the data folder, readable by its owner only. The key is made when the first value
 * is sealed, so that a platform without secrets has none.
 *
 * @throws Error when values are there and their key is not, or is damaged
 */
export function openVault(keyFile: string): Vault {
  let known: Buffer | undefined;
  const key = (make: boolean) => {
    known ??= readKey(keyFile) ?? (make ? makeKey(keyFile) : undefined);
    if (!known) throw new Error(`${keyFile} is missing: the values of secrets cannot be read without it. Restore it, or set them anew.`);
    return known;
  };
  return {
    seal(value, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key(true), nonce).setAAD(Buffer.from(owner));
      return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, owner) {
      const decipher = createDecipheriv(algorithm, key(false), sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(owner));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      return decipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
    },
  };
}

function readKey(file: string): Buffer | undefined {
  let key: Buffer;
  try {
    key = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (key.length !== keyBytes) throw new Error(`${file} is damaged: it should hold ${keyBytes * 2} hexadecimal digits.`);
  return key;
}

/** Written whole under another name first: a key that is lost half-way would lose every value. */
function makeKey(file: string): Buffer {
  const key = randomBytes(keyBytes);
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${key.toString("hex")}\n`, { mode: 0o600, flush: true });
  linkSync(draft, file);
  rmSync(draft);
  return key;
}
