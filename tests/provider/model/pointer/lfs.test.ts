import { join } from "node:path";
import { refuseLfsPointer } from "../../../../provider/model/pointer/lfs";
import { temporaryFolder } from "../folder/temporary-folder";

const folders = temporaryFolder();
const oid = "ab".repeat(32);
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 440449768\n`;
const refuse = (path: string, text: string) => refuseLfsPointer(path, Buffer.byteLength(text));

test("a pointer is refused with what it stands for and the command that fetches it", async () => {
  const repository = folders.make({ ".git/HEAD": "", "models/bert/model.bin": pointer });
  const path = join(repository, "models/bert/model.bin");
  await expect(refuse(path, pointer)).rejects.toMatchObject({
    code: "MODEL_IS_LFS_POINTER",
    message:
      `${path} is a Git LFS pointer, not the model itself: it stands for 440449768 bytes with the sha256 ${oid}. ` +
      "Run `git lfs pull --include=models/bert/model.bin` and preview again. [MODEL_IS_LFS_POINTER]",
  });
});

test("lessons 1.5: a pointer with CRLF line ends, under a name with a space, is one too", async () => {
  const text = pointer.replaceAll("\n", "\r\n");
  const repository = folders.make({ ".git": "gitdir: elsewhere", "it's a model.bin": text });
  await expect(refuse(join(repository, "it's a model.bin"), text)).rejects.toMatchObject({
    message: expect.stringMatching(
      new RegExp(`440449768 bytes with the sha256 ${oid}\\. Run \`git lfs pull --include='it'\\\\''s a model\\.bin'\``),
    ),
  });
});

test("a pointer without what it stands for is one too", async () => {
  const text = "version https://git-lfs.github.com/spec/v1\n";
  const path = join(folders.make({ "a.bin": text }), "a.bin");
  await expect(refuse(path, text)).rejects.toMatchObject({
    message: expect.stringContaining("it stands for bytes with the sha256 unknown"),
  });
});

test.each([
  ["a text about pointers", `A pointer begins so:\n${pointer}`],
  ["a text of 1,024 bytes", pointer.padEnd(1024, "x")],
  ["a short text", "version"],
])("%s is none", async (_, text) => {
  const path = join(folders.make({ "a.bin": text }), "a.bin");
  await expect(refuse(path, text)).resolves.toBeUndefined();
});
