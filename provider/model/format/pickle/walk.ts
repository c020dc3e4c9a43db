import { Cursor } from "./cursor";
import { type Raw, rawAfter } from "./joblib-array";
import { Machine, NotAPickle, TooLarge } from "./machine";
import { type Argument, type Opcode, opcodes } from "./opcodes";
import type { PickleSource } from "./source";

/** How a walk ended: at STOP, at the end of the bytes before it, at a limit, or where it is no pickle. */
export type Outcome = "stopped" | "cut off" | "limited" | "invalid";

/** What a walk along the instructions of a pickle told. */
export interface Walk {
  /** `module.name` of everything that it imports. */
  imports: Set<string>;
  outcome: Outcome;
  /** Was there something that was not looked at? */
  isPartial: boolean;
  /** Did joblib's arrays stand between the instructions? */
  hasArrays: boolean;
  /** Does it begin with the number of a protocol, 2 or later? Those before are text, and a list of words may look like one. */
  isBinary: boolean;
  /** Protocol 4 and later announce the length of what follows. */
  isFramed: boolean;
}

const [stop, build, frame, protocol] = [0x2e, 0x62, 0x95, 0x80];

/** Names of classes are shorter; longer texts are data, and passed over. */
const longestName = 1024;

/** Bytes that an opcode with its number takes at most. */
const longestOpcode = 9;

/** torch.save of old wrote five pickles in a row. */
const mostPickles = 100;

const widths: Readonly<Record<Argument, number>> = {
  none: 0,
  u1: 1,
  u2: 2,
  u4: 4,
  i4: 4,
  u8: 8,
  f8: 8,
  line: 0,
  lines: 0,
  bytes1: 1,
  bytes4: 4,
  bytes8: 8,
};

/**
 * Follows a pickle's instructions, and those of the pickles right behind it, without executing any: what would it import?
 * Memory and time are bounded whatever the bytes are.
 */
export async function walk(source: PickleSource): Promise<Walk> {
  const cursor = new Cursor(source);
  const isBinary = (await cursor.fill(2)) && cursor.bytes[0] === protocol && cursor.bytes[1]! >= 2;
  const walked: Walk = { imports: new Set(), outcome: "invalid", isPartial: false, hasArrays: false, isBinary, isFramed: false };
  walked.outcome = await walkOne(cursor, walked);
  walked.isPartial = walked.outcome !== "stopped";
  let last = walked.outcome;
  for (let count = 1; last === "stopped" && count < mostPickles; count += 1) {
    if (!(await cursor.fill(2)) || cursor.bytes[cursor.at] !== protocol) break;
    last = await walkOne(cursor, walked);
    if (last === "limited") walked.isPartial = true;
  }
  return walked;
}

/** The walks of several pickles as one. */
export function mergeWalks(walks: readonly Walk[]): Walk {
  return {
    imports: new Set(walks.flatMap(({ imports }) => [...imports])),
    outcome: walks[0]?.outcome ?? "stopped",
    isPartial: walks.some(({ isPartial }) => isPartial),
    hasArrays: walks.some(({ hasArrays }) => hasArrays),
    isBinary: walks.every(({ isBinary }) => isBinary),
    isFramed: walks.some(({ isFramed }) => isFramed),
  };
}

async function walkOne(cursor: Cursor, walked: Walk): Promise<Outcome> {
  try {
    const isWhole = await follow(cursor, walked);
    return isWhole ? "stopped" : cursor.source.isLimited ? "limited" : "cut off";
  } catch (error) {
    if (error instanceof TooLarge) return "limited";
    if (error instanceof NotAPickle || error instanceof RangeError) return "invalid";
    throw error;
  }
}

/** @returns false when the bytes end before STOP. */
async function follow(cursor: Cursor, walked: Walk): Promise<boolean> {
  const machine = new Machine(walked.imports);
  for (;;) {
    if (cursor.left < longestOpcode && !(await cursor.fill(longestOpcode)) && cursor.left === 0) return false;
    const code = cursor.bytes[cursor.at]!;
    const opcode = opcodes[code];
    if (opcode === undefined) throw new NotAPickle();
    const width = widths[opcode.argument];
    if (cursor.left < 1 + width) return false;
    cursor.at += 1;
    const number = width === 0 ? 0 : numberAt(cursor, opcode.argument);
    cursor.at += width;
    if (code === protocol && number > 5) throw new NotAPickle();
    if (code === frame) walked.isFramed = true;

    if (opcode.argument === "line" || opcode.argument === "lines") {
      const first = await cursor.line(longestName);
      const second = opcode.argument === "lines" && first ? await cursor.line(longestName) : undefined;
      if (first === undefined || (opcode.argument === "lines" && second === undefined)) return false;
      opcode.run(machine, 0, first, second);
    } else if (isSized(opcode)) {
      const bytes = await sizedBytes(cursor, opcode, number);
      if (bytes === "cut off") return false;
      opcode.run(machine, 0, bytes, undefined);
    } else if (code === build) {
      const state = machine.pop();
      if (!(await passRaw(cursor, rawAfter(machine.top, state), walked))) return false;
    } else {
      opcode.run(machine, number, undefined, undefined);
      if (code === stop) return true;
    }
  }
}

function isSized({ argument }: Opcode): boolean {
  return argument === "bytes1" || argument === "bytes4" || argument === "bytes8";
}

async function sizedBytes(cursor: Cursor, { isText }: Opcode, length: number): Promise<Buffer | undefined | "cut off"> {
  if (isText && length <= longestName) return (await cursor.fill(length)) ? cursor.take(length) : "cut off";
  return (await cursor.skip(length)) ? undefined : "cut off";
}

async function passRaw(cursor: Cursor, raw: Raw | undefined, walked: Walk): Promise<boolean> {
  if (raw === undefined) return true;
  walked.hasArrays = true;
  if (raw.kind === "pickle") return follow(cursor, walked);
  if (raw.isAligned) {
    if (!(await cursor.fill(1)) || !(await cursor.skip(cursor.take(1)[0]!))) return false;
  }
  return cursor.skip(raw.sizeBytes);
}

function numberAt({ bytes, at }: Cursor, argument: Argument): number {
  switch (argument) {
    case "u1":
    case "bytes1":
      return bytes[at]!;
    case "u2":
      return bytes.readUInt16LE(at);
    case "i4":
      return bytes.readInt32LE(at);
    case "u4":
    case "bytes4":
      return bytes.readUInt32LE(at);
    case "u8":
    case "bytes8":
      return Number(bytes.readBigUInt64LE(at));
    default:
      return 0;
  }
}
