import { python3 } from "../../../rollout/reference/python3";

/** A pickle that Python made, and what Python itself asks to import while loading it. */
export interface Sample {
  what: string;
  protocol: number;
  bytes: Buffer;
  imports: string[];
}

/** Objects of the standard library in every protocol, as made and as optimised. Only our own pickles are loaded. */
const script = String.raw`
import base64, collections, copyreg, datetime, decimal, enum, fractions, functools, io, itertools, json, operator, pathlib, pickle, pickletools, random, re, sys, uuid
sys.setrecursionlimit(10000)
loop = []; loop.append(loop)
class Slots:
    __slots__ = ("a", "b")
class Plain:
    class Inner: pass
    def method(self): pass
class Colour(enum.Enum): RED = 1
Point = collections.namedtuple("Point", "x y")
plain = Plain(); plain.a = [1, 2]; plain.b = {"self": plain}
slots = Slots(); slots.a = 1
deep = []
for _ in range(500): deep = [deep]
objects = {
  "numbers": [1, 255, 256, 65536, -1, 2**31, 2**80, -2**200, 1.5, True, False, None, 3 + 4j],
  "texts": ["", "a", "ä\u4e2d\U0001F600", "x" * 300, "y" * 70000, "line\nend\\u0041 '\"", b"", b"bytes", b"z" * 70000, bytearray(b"array")],
  "containers": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], {}, set(), {1, 2}, frozenset({3}), {"a": {"b": [1]}}],
  "loop": loop, "deep": deep,
  "dates": [datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.timezone.utc), datetime.timedelta(1)],
  "decimals": [decimal.Decimal("1.5"), fractions.Fraction(1, 3), uuid.UUID(int=7), pathlib.PurePosixPath("/a/b")],
  "collections": [collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), collections.Counter("abc"), collections.deque([1, 2], 5)],
  "functions": [len, print, operator.attrgetter("a.b"), operator.itemgetter(1), functools.partial(int, base=2), json.dumps, io.StringIO, itertools.count],
  "instances": [plain, slots, Point(1, 2), Colour.RED, Plain.Inner, ValueError("x"), re.compile("a+"), range(3), slice(1, 2), random.Random(1)],
  "many": [{"name %d" % i: [i, str(i), float(i)]} for i in range(3000)],
  "vocabulary": {"word%d" % i: i for i in range(20000)},
  "shared": [["same text"] * 50, [datetime.date(2020, 1, 1)] * 50, [datetime.date(2020, 1, d) for d in range(1, 29)] * 20],
}
class Recorder(pickle._Unpickler):
    def find_class(self, module, name):
        self.seen.add(module + "." + name)
        return super().find_class(module, name)
def imports(data):
    recorder = Recorder(io.BytesIO(data)); recorder.seen = set(); recorder.load()
    return sorted(recorder.seen)
samples = []
for what, value in objects.items():
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for maker in (pickle.dumps, pickle._dumps):
            try: data = maker(value, protocol=protocol)
            except (TypeError, pickle.PicklingError): continue
            variants = [data] if what in ("many", "vocabulary") or maker is pickle._dumps else [data, pickletools.optimize(data)]
            for variant in variants: samples.append({"what": what, "protocol": protocol, "bytes": base64.b64encode(variant).decode(), "imports": imports(variant)})
print(json.dumps(samples))
`;

/** Makes the samples anew; some four hundred. */
export function makeSamples(): Sample[] {
  const samples = python3<(Omit<Sample, "bytes"> & { bytes: string })[]>(script, null);
  return samples.map((sample) => ({ ...sample, bytes: Buffer.from(sample.bytes, "base64") }));
}

/** What `pickletools.genops`, which executes nothing either, finds in the same bytes. */
export function genopsImports(pickles: readonly Buffer[]): string[][] {
  const reading = `
import base64, json, pickletools, sys
def imports(data):
    seen, strings, memo = set(), [], {}
    for op, arg, _ in pickletools.genops(data):
        if op.name in ("GLOBAL", "INST"): seen.add(arg.replace(" ", ".", 1)); strings.append(None)
        elif op.name == "STACK_GLOBAL": seen.add(strings[-2] + "." + strings[-1]); strings.append(None)
        elif op.name in ("MEMOIZE",): memo[len(memo)] = strings[-1] if strings else None
        elif op.name in ("PUT", "BINPUT", "LONG_BINPUT"): memo[arg] = strings[-1] if strings else None
        elif op.name in ("GET", "BINGET", "LONG_BINGET"): strings.append(memo.get(arg))
        elif isinstance(arg, str): strings.append(arg)
        elif op.name not in ("PROTO", "FRAME"): strings.append(None)
    return sorted(seen)
print(json.dumps([imports(base64.b64decode(text)) for text in json.load(sys.stdin)]))
`;
  return python3<string[][]>(
    reading,
    pickles.map((bytes) => bytes.toString("base64")),
  );
}
