import { findReference, regeneratedPaths, type SourceFile } from "../../../../../provider/rollout/reference";
import { python3 } from "../python3";
import { applied, failure, model, namesModel, rewrite, rollOut, sources, textOf, wanted } from "../sources";

const manifestPath = "model_manifest.json";
const freezePath = "model_manifest.json.freeze";
const old = "data://acme/sentiment/model.pkl";
const words = "data://acme/sentiment/words.txt";
const md5s: Record<string, string> = { [old]: "a".repeat(32), [words]: "b".repeat(32), [model.uri]: model.md5 };

/** Freezes a manifest in Python, file by file as the command line does (optional files too, which it forgets). */
const frozen = (manifest: string, checksums = md5s, time = "1600000000.5"): string =>
  python3(
    `
import hashlib, json, sys
text, checksums, time = json.load(sys.stdin)
manifest = json.loads(text)
manifest["timestamp"] = time
for entry in manifest.get("required_files", []) + manifest.get("optional_files", []):
    if entry["source_uri"] in checksums:
        entry["md5_checksum"] = checksums[entry["source_uri"]]
manifest["lock_checksum"] = hashlib.md5(str(manifest).encode("utf-8")).hexdigest()
print(json.dumps(json.dumps(manifest)))
`,
    [manifest, checksums, time],
  );

/** The check that the ADK makes when it starts. */
const adkAccepts = (freeze: string): boolean =>
  python3(
    `
import hashlib, json, sys
manifest = json.loads(json.load(sys.stdin))
expected = manifest.get("lock_checksum")
del manifest["lock_checksum"]
print(json.dumps(expected == hashlib.md5(str(manifest).encode()).hexdigest()))
`,
    freeze,
  );

const plain = `{
  "required_files": [
    {"name": "m", "source_uri": "${old}", "fail_on_tamper": true, "metadata": {"it's": "a \\"q\\" é \\u200b", "f1": [1.0, 1e16, 0.00001, 12345678901234567890], "10": null, "2": true}},
    {"name": "words", "source_uri": "${words}", "md5_checksum": "stale", "fail_on_tamper": false}
  ],
  "optional_files": [],
  "note": "caf\u00e9 's"
}`;

describe("A freeze that exists", () => {
  test("is made anew byte for byte as the command line would, with the new model's md5", () => {
    const { reference, after, changed } = rollOut(sources({ [manifestPath]: plain, [freezePath]: frozen(plain) }));
    expect(changed).toEqual([manifestPath, freezePath]);
    expect(regeneratedPaths(reference)).toEqual([freezePath]);
    const expected = frozen(plain.replace(old, model.uri), md5s, "1700000000.25");
    expect(textOf(after, freezePath)).toBe(expected);
    expect(adkAccepts(textOf(after, freezePath))).toBe(true);
  });

  test("is left alone when only the clock differs", () => {
    const now = plain.replace(old, model.uri);
    const files = sources({ [manifestPath]: now, [freezePath]: frozen(now) });
    const reference = findReference(files, wanted);
    expect(rewrite(files, reference, model, new Date())).toEqual([]);
    expect(namesModel(files, reference, model)).toBe(true);
    expect(namesModel(files, reference, { ...model, md5: "c".repeat(32) })).toBe(false);
  });

  test("says what is loaded: a manifest that was edited without it does not name the model yet", () => {
    const edited = plain.replace(old, model.uri);
    const files = sources({ [manifestPath]: edited, [freezePath]: frozen(plain) });
    const reference = findReference(files, wanted);
    expect(reference.uri).toBe(old);
    expect(namesModel(files, reference, model)).toBe(false);
    expect(rollOut(files).changed).toEqual([freezePath]);
  });

  test("with a broken lock is made anew when the model is all it holds", () => {
    const single = `{"required_files": [{"name": "m", "source_uri": "${old}"}], "optional_files": []}`;
    for (const broken of [frozen(single).replace("1600000000", "1600000001"), "{}", "not JSON", ""]) {
      const { after } = rollOut(sources({ [manifestPath]: single, [freezePath]: broken }));
      expect(adkAccepts(textOf(after, freezePath))).toBe(true);
    }
  });

  test("with a broken lock is not believed about other files", () => {
    const manifest = plain.replace('"md5_checksum": "stale", ', "");
    const files = sources({ [manifestPath]: manifest, [freezePath]: frozen(manifest).replace("b".repeat(32), "d".repeat(32)) });
    const { code, message } = failure(() => rewrite(files, findReference(files, wanted), model, new Date()));
    expect(code).toBe("FREEZE_INCOMPLETE");
    expect(message).toContain(`"words" (${words}) is not known, as the freeze that stands there was changed by hand`);
    expect(message).toContain("algo freeze");
  });

  test.each(["required_files", "optional_files"])("without an md5 for another of the %s asks for it", (list) => {
    const other = `{"name": "words", "source_uri": "${words}"}`;
    const lists = { required_files: [`{"name": "m", "source_uri": "${old}"}`], optional_files: [] as string[] };
    lists[list as keyof typeof lists].push(other);
    const manifest = `{"required_files": [${lists.required_files}], "optional_files": [${lists.optional_files}]}`;
    const files = sources({ [manifestPath]: manifest, [freezePath]: frozen(manifest, { [old]: md5s[old] ?? "" }) });
    const reference = findReference(files, wanted);
    expect(failure(() => rewrite(files, reference, model, new Date())).code).toBe("FREEZE_INCOMPLETE");
    expect(namesModel(files, reference, model)).toBe(false);

    const known = manifest.replace(other, other.replace("}", `, "md5_checksum": "${"b".repeat(32)}"}`));
    const { after } = rollOut(sources({ [manifestPath]: known, [freezePath]: frozen(known) }));
    expect(adkAccepts(textOf(after, freezePath))).toBe(true);
  });

  test("cannot be made for a manifest that is not UTF-8, or holds a character that Python releases print differently", () => {
    for (const note of [Buffer.from([0xe9]), Buffer.from("\u{1fae8}")]) {
      const manifest = Buffer.concat([
        Buffer.from(`{"note": "`),
        note,
        Buffer.from(`", "required_files": [{"name": "m", "source_uri": "${old}"}]}`),
      ]);
      const files: SourceFile[] = sources({ [manifestPath]: manifest, [freezePath]: "{}" });
      expect(failure(() => rewrite(files, findReference(files, wanted), model, new Date())).code).toBe("MANIFEST_INVALID");
    }
  });

  test("needs the model's md5", () => {
    const files = sources({ [manifestPath]: plain, [freezePath]: frozen(plain) });
    expect(failure(() => rewrite(files, findReference(files, wanted), { ...model, md5: "" }, new Date())).code).toBe("MODEL_MD5_UNKNOWN");
  });
});

describe("A freeze that does not exist", () => {
  const single = `{"required_files": [{"name": "m", "source_uri": "${old}"}], "optional_files": [], "timestamp": "x", "lock_checksum": "y"}`;

  test("is not made unasked", () => {
    expect(rollOut(sources({ [manifestPath]: single })).changed).toEqual([manifestPath]);
  });

  test("is made when the input asks for it", () => {
    const { reference, after, changed } = rollOut(sources({ [manifestPath]: single }), { reference: { kind: "manifest", freeze: true } });
    expect(changed).toEqual([manifestPath, freezePath]);
    expect(regeneratedPaths(reference)).toEqual([freezePath]);
    expect(JSON.parse(textOf(after, freezePath))).toMatchObject({ timestamp: "1700000000.25" });
    expect(adkAccepts(textOf(after, freezePath))).toBe(true);
  });

  test("has a timestamp in whole seconds as Python prints it", () => {
    const files = sources({ [manifestPath]: single });
    const reference = findReference(files, { ...wanted, reference: { kind: "manifest", freeze: true } });
    const after = applied(files, rewrite(files, reference, model, new Date(1_700_000_000_000)));
    expect(JSON.parse(textOf(after, freezePath)).timestamp).toBe("1700000000.0");
  });
});
