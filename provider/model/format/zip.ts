import type { FileBytes } from "./file-bytes";
import type { Look, LookAt } from "./index";
import { walkPickle } from "./pickle";
import { pickleText } from "./pickle/describe";
import { fileSource, unpackedSource } from "./pickle/source";
import { mergeWalks } from "./pickle/walk";
import { contentOffset, findZipEnd, readZipMembers, type ZipMember } from "./zip-directory";

/** Methods of compression that writers use: APPNOTE.TXT 4.4.5. */
const methods = [0, 8, 9, 12, 14, 93, 95, 98, 99];

/** PyTorch writes one pickle, TorchScript a few. */
const mostPickles = 20;

/** zip, the container of PyTorch, Keras and NumPy: it ends with a list of its members, and a pickle may be among them. */
export const lookAtZip: LookAt = async (file, head) => {
  if (!beginsLikeZip(head)) return undefined;
  const end = await findZipEnd(file);
  if (end === "absent") return { missing: "as zip it ends with a list of its members, which is not there" };
  if (end === undefined) return {};
  const { directoryOffset, directoryBytes } = end;
  if (directoryOffset + directoryBytes > file.sizeBytes) {
    return { missing: `as zip its list of members ends at byte ${directoryOffset + directoryBytes}, and it has ${file.sizeBytes}` };
  }
  const members = await readZipMembers(file, end);
  return lookAtPickles(
    file,
    members.filter(({ name, method }) => name.endsWith(".pkl") && (method === 0 || method === 8)),
  );
};

function beginsLikeZip(head: Buffer): boolean {
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return false;
  const nameBytes = head.readUInt16LE(26);
  return methods.includes(head.readUInt16LE(8)) && nameBytes > 0 && !head.subarray(30, 30 + nameBytes).includes(0);
}

async function lookAtPickles(file: FileBytes, members: readonly ZipMember[]): Promise<Look> {
  const walks = [];
  for (const member of members.slice(0, mostPickles)) {
    const from = await contentOffset(file, member);
    if (from === undefined) continue;
    const stored = fileSource(file, from, from + member.compressedBytes);
    walks.push(await walkPickle(member.method === 0 ? stored : unpackedSource(stored, "raw")));
  }
  const walk = mergeWalks(walks.filter((each) => each !== undefined));
  if (members.length > mostPickles) walk.isPartial = true;
  return { warning: pickleText(walk, "holds a pickle") };
}
