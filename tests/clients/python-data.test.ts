import { Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

test("the client creates a collection and puts, lists, reads and deletes files in it", async () => {
  const answer = await person.python(`
import os, tempfile
home = client.dir("data://demo/models")
before = home.exists()
home.create()
with tempfile.NamedTemporaryFile(delete=False) as local:
    local.write(bytes(range(256)) * 1000)
client.file("data://demo/models/model.bin").putFile(local.name)
home.file("words.txt").put("grüße")
client.file("data://.my/models/numbers.json").putJson({"a": [1, 2]})
fetched = home.file("model.bin").getFile()
answer = {
    "before": before,
    "after": home.exists(),
    "username": client.username(),
    "names": sorted(file.getName() for file in home.files()),
    "collections": [folder.getName() for folder in client.dir("data://demo").dirs()],
    "bytes": home.file("model.bin").getBytes() == open(local.name, "rb").read() == open(fetched.name, "rb").read(),
    "text": home.file("words.txt").getString(),
    "json": home.file("numbers.json").getJson(),
    "exists": [home.file(name).exists() for name in ("words.txt", "absent.txt")],
    "acl": str(home.get_permissions().read_acl),
}
home.file("words.txt").delete()
answer["deleted"] = not home.file("words.txt").exists()
home.delete(force=True)
answer["gone"] = not home.exists()
`);
  expect(answer).toEqual({
    before: false,
    after: true,
    username: "demo",
    names: ["model.bin", "numbers.json", "words.txt"],
    collections: ["models"],
    bytes: true,
    text: "grüße",
    json: { a: [1, 2] },
    exists: [true, false],
    acl: expect.any(String),
    deleted: true,
    gone: true,
  });
});

test("the client reports what is missing in the platform's words", async () => {
  const answer = await person.python(`
answer = []
for attempt in (lambda: client.file("data://demo/nowhere/file").getString(), lambda: client.file("data://demo/nowhere/file").delete()):
    try:
        attempt()
        answer.append("no error")
    except Exception as error:
        answer.append(type(error).__name__ + ": " + str(error))
`);
  expect(answer).toEqual([expect.stringContaining("unable to get file demo/nowhere/file"), expect.stringMatching(/^DataApiError: /)]);
});
