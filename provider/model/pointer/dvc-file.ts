import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errors } from "../../errors";

/** The one output that a `.dvc` file names. */
export interface DvcFile {
  /** The `.dvc` file itself, as it was given. */
  path: string;
  /** Where `dvc pull` would put the model. */
  workspacePath: string;
  /** The model's own file name. */
  name: string;
  /** 32 hex digits of its bytes, or of the listing of a folder. */
  md5: string;
  kind: "file" | "directory";
  sizeBytes?: number;
}

/** A `.dvc` file is some lines; one of more bytes is something else under that name. */
const longestBytes = 64 * 1024;

/**
 * Reads a file that `dvc add` wrote.
 *
 * @throws MODEL_DVC_FILE_MALFORMED, the file system's own error
 * @example (await readDvcFile("models/sentiment.pkl.dvc")).md5
 */
export async function readDvcFile(path: string): Promise<DvcFile> {
  const text = await readFile(path, "utf8");
  if (text.length > longestBytes) throw errors.MODEL_DVC_FILE_MALFORMED(path, `it has more than ${longestBytes} bytes`);
  const { wdir, outs } = parse(path, text);
  const { path: output, md5, size } = outs[0]!;
  const kind = md5.endsWith(".dir") ? "directory" : "file";
  const workspacePath = join(dirname(path), wdir, output);
  return { path, workspacePath, name: basename(workspacePath), md5: md5.replace(".dir", ""), kind, sizeBytes: size };
}

function parse(path: string, text: string) {
  // Loaded here: no other model needs YAML or its schema, 80 ms of every preview.
  const yaml = require("yaml") as typeof import("yaml");
  const { z } = require("zod") as typeof import("zod");
  const out = z.object({
    path: z.string().min(1),
    md5: z.string().regex(/^[0-9a-f]{32}(\.dir)?$/, "expected 32 hex digits"),
    size: z.coerce.number().int().nonnegative().optional(),
  });
  const schema = z.object({ wdir: z.string().default("."), outs: z.array(out).length(1) });

  let value: unknown;
  try {
    // Every scalar as its text: an md5 of digits alone is no number.
    value = yaml.parse(text, { schema: "failsafe", maxAliasCount: 0, logLevel: "error" });
  } catch (error) {
    throw errors.MODEL_DVC_FILE_MALFORMED(path, (error as Error).message.split("\n")[0]!.replace(/:$/, ""));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw errors.MODEL_DVC_FILE_MALFORMED(path, `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "unreadable"}`);
}
