import { deflateSync, gzipSync } from "node:zlib";
import { cpuMilliseconds } from "../../../../support/cpu-time";
import { python3 } from "../../../rollout/reference/python3";
import { formatChecker } from "../check";

const check = formatChecker();
const text = (line: string) => `${line}\n`;
const short = (string: string) => Buffer.concat([Buffer.from([0x8c, Buffer.byteLength(string)]), Buffer.from(string)]);
const protocol4 = (...parts: (Buffer | number[] | string)[]) =>
  Buffer.concat([Buffer.from([0x80, 4]), ...parts.map((part) => Buffer.from(part as string))]);
const runs = (imports: string, kind = "is a pickle") => [`${kind}: loading it runs code. It imports ${imports}`];
const length8 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

test.each([
  ["GLOBAL", "cos\nsystem\n(S'true'\ntR.", "os.system."],
  ["INST", "(S'true'\nios\nsystem\n.", "os.system."],
  ["OBJ", "(cos\nsystem\nS'true'\no.", "os.system."],
  ["STACK_GLOBAL", protocol4(short("os"), short("system"), [0x93, 0x2e]), "os.system."],
  [
    "STACK_GLOBAL from the memo",
    protocol4(short("os"), [0x94, 0x30], short("system"), [0x94, 0x30, 0x68, 0, 0x68, 1, 0x93, 0x2e]),
    "os.system.",
  ],
  ["STACK_GLOBAL with escapes", "S'o\\x73'\nS'sys\\164em'\n\x93.", "os.system."],
  ["STACK_GLOBAL with Unicode escapes", "Vo\\u0073\nVsystem\n\x93.", "os.system."],
  ["STACK_GLOBAL of a name that is made", protocol4(short("os"), "]", [0x93, 0x2e]), "(a name that is made while loading)."],
  ["an extension code", protocol4([0x82, 7, 0x2e]), "copyreg extension 7."],
  ["a dotted name", protocol4(short("a.b"), short("C.D"), [0x93, 0x2e]), "a.b.C.D."],
])("an import by %s is listed", async (_, pickle, imports) => {
  expect(await check(typeof pickle === "string" ? Buffer.from(pickle, "latin1") : pickle)).toEqual(runs(imports));
});

test("a pickle that runs its code and then breaks off is told all the same", async () => {
  expect(await check(protocol4("cos\nsystem\n", short("true"), [0x85, 0x52, 0xff]))).toEqual(
    runs("os.system. It could not be read to its end."),
  );
});

test("a pickle of plain values, which runs nothing, is left alone", async () => {
  expect(await check(protocol4("]", [0x4b, 1, 0x61, 0x2e]))).toEqual([]);
});

test("several pickles in one file, as torch.save wrote them, are one list", async () => {
  expect(await check(Buffer.concat([protocol4("N."), protocol4("ca\nb\n."), protocol4("cc\nd\n."), Buffer.from("raw")]))).toEqual(
    runs("a.b, c.d (2 in all)."),
  );
});

test("what runs commands is named first, and of many names a dozen is shown", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `caaa\nname${index}\n0`).join("");
  const [said] = (await check(protocol4(names, "czzz\nlast\n0csubprocess\nPopen\n0c__builtin__\neval\n."))) as string[];
  expect(said).toMatch(/It imports __builtin__\.eval, subprocess\.Popen, aaa\.name0, .* and others \(33 in all\)\.$/);
  expect(said!.split(", ")).toHaveLength(12);
});

test("a name cannot write on the terminal", async () => {
  const [said] = (await check(protocol4(short("os\x1b[2J\u202e"), short(`x${"y".repeat(200)}`), [0x93, 0x2e]))) as string[];
  expect(said).toContain("os\\u{1b}[2J\\u{202e}.x");
  expect(said).toContain("…");
});

test.each([
  ["gzip", gzipSync],
  ["zlib", deflateSync],
])("a pickle in %s is looked into", async (_, pack) => {
  expect(await check(pack(Buffer.from("cos\nsystem\n.")))).toEqual(runs("os.system.", "is a compressed pickle"));
});

test("a pickle that ends before its STOP is cut off", async () => {
  const pickle = protocol4([0x95], length8(100n), short("datetime"), short("date"), [0x93]);
  expect(await check(pickle)).toMatch(
    new RegExp(`^is cut off: as a pickle its instructions have no end within its ${pickle.length} bytes\\.`),
  );
});

/** What joblib leaves in a file: arrays between the instructions. The classes are stand-ins of the same names. */
const joblibScript = String.raw`
import base64, collections, datetime, io, json, pickle, sys, types
def module(name, **members):
    made = types.ModuleType(name); made.__dict__.update(members); sys.modules[name] = made
    for member in members.values(): member.__module__ = name; member.__qualname__ = member.__name__
class ndarray: pass
class dtype:
    def __init__(self, code, *_): self.code = code
    def __reduce__(self): return (dtype, (self.code, False, True), (3, "<", None, None, None, -1, -1, 0))
    def __setstate__(self, state): pass
class NumpyArrayWrapper:
    def __init__(self, **state): self.__dict__.update(state)
module("numpy", ndarray=ndarray, dtype=dtype); module("joblib"); module("joblib.numpy_pickle", NumpyArrayWrapper=NumpyArrayWrapper)
def dump(protocol, alignment, code, shape, item):
    file = io.BytesIO()
    class Pickler(pickle._Pickler):
        def save(self, value, **kwargs):
            super().save(value, **kwargs)
            if isinstance(value, NumpyArrayWrapper):
                if self.proto >= 4: self.framer.commit_frame(force=True)
                if alignment is not None and code != "O8":
                    pad = alignment - (file.tell() + 1) % alignment
                    file.write(bytes([pad]) + b"\xff" * pad)
                if code == "O8": pickle.dump([datetime.timedelta(1)] * 3, file, protocol=2)
                else: file.write(item)
    wrapper = NumpyArrayWrapper(subclass=ndarray, shape=shape, order="C", dtype=dtype(code), allow_mmap=True, numpy_array_alignment_bytes=alignment)
    Pickler(file, protocol=protocol).dump([wrapper, collections.OrderedDict()])
    return base64.b64encode(file.getvalue()).decode()
noise = bytes((i * 37 + 11) % 256 for i in range(2400))
print(json.dumps([dump(p, a, *array) for p in (2, 3, 4, 5) for a in (None, 16) for array in
  (("f8", (10, 30), noise), ("U25", (24,), noise), ("f8", (), noise[:8]), ("f8", (0, 3), b""), ("i1", (2400,), noise), ("V24", (100,), noise), ("O8", (3,), b""))]))`;

test("joblib's arrays between the instructions are passed over, whatever their type, shape and alignment", async () => {
  const files = python3<string[]>(joblibScript, null).map((text64) => Buffer.from(text64, "base64"));
  expect(files).toHaveLength(56);
  for (const [index, file] of files.entries()) {
    const timedelta = index % 7 === 6 ? ["datetime.timedelta"] : [];
    const names = ["collections.OrderedDict", ...timedelta, "joblib.numpy_pickle.NumpyArrayWrapper", "numpy.dtype", "numpy.ndarray"];
    expect(await check(file, "model.joblib")).toEqual(runs(`${names.join(", ")} (${names.length} in all).`));
  }
});

test.each([
  ["a text of 2^63 bytes", protocol4("cos\nsystem\n", [0x8d], length8(2n ** 63n), "x")],
  ["bytes of 4 GB", protocol4("cos\nsystem\n", [0x42, 0xff, 0xff, 0xff, 0xff], "x")],
  ["a line without an end", protocol4("cos\nsystem\nS", "x".repeat(1_000_000))],
  ["a name of a megabyte", protocol4("cos\nsystem\nc", "x".repeat(1_000_000), text(""), "y\n.")],
  ["a million marks", protocol4("cos\nsystem\n", "(".repeat(2_000_000))],
  ["two million lists, one in the other", protocol4("cos\nsystem\n", "]".repeat(2_000_000), "a".repeat(2_000_000), ".")],
  ["an endless memo", protocol4("cos\nsystem\n", Buffer.alloc(4_000_000, Buffer.from([0x4e, 0x94, 0x30, 0x4e])), ".")],
  ["a memo at the last number", protocol4("cos\nsystem\n", [0x72, 0xff, 0xff, 0xff, 0xff], ".")],
  ["tuples in tuples", protocol4("cos\nsystem\n", Buffer.alloc(3_000_000, 0x85), ".")],
  ["forty million instructions", protocol4("cos\nsystem\n", Buffer.alloc(40_000_000, "N0"), ".")],
  [
    "what unpacks to more than is unpacked",
    gzipSync(Buffer.concat([protocol4("cos\nsystem\n"), Buffer.alloc(280_000_000, "N0")]), { level: 1 }),
  ],
])("hostile bytes (%s) take little time and memory, and hide no import before them", async (_, bytes) => {
  const began = cpuMilliseconds();
  const said = String(await check(bytes, "hostile.pkl"));
  expect(said).toMatch(/os\.system|no end within/);
  expect(cpuMilliseconds() - began).toBeLessThan(20_000);
});
