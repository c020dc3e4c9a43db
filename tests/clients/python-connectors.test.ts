import { send } from "../platform/api/support";
import { createConnector } from "../platform/connectors/connector";
import { startAzure } from "../support/storage/azure";
import { startDropbox } from "../support/storage/dropbox";
import { startGoogle } from "../support/storage/google";
import { describeWith, testWith } from "../support/storage/installed";
import { startS3 } from "../support/storage/s3";
import { createAlgorithm, Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

const connect = (protocol: string, rest: Record<string, unknown>) =>
  createConnector(person.platform, { protocol, label: "lab", writeable: true, ...rest });

/** Each kind of storage: the server its tests need (none: it is always there), how it is started and connected, and an address in it. */
const storages: { protocol: string; needs?: string; folder: string; start(file: string): Promise<{ stop(): Promise<void> }> }[] = [
  {
    protocol: "s3",
    needs: "versitygw",
    folder: "s3+lab://models/prod",
    async start(file) {
      const server = await startS3(file);
      const { endpoint, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = server;
      await connect("s3", { cred_type: "iam", cred_data: { access_key_id, secret_access_key }, settings: { endpoint } });
      return server;
    },
  },
  {
    protocol: "azureblob",
    folder: "azureblob+lab://prod",
    async start() {
      const server = await startAzure();
      const cred_data = { storage_uri: server.storageUri, container_name: "models", sas_token: server.sign() };
      await connect("azureblob", { cred_type: "sas", cred_data });
      return server;
    },
  },
  {
    protocol: "gs",
    needs: "fake-gcs-server",
    folder: "gs+lab://models/prod",
    async start(file) {
      const server = await startGoogle(file);
      const cred_data = { email: "robot@test.iam.gserviceaccount.com", private_key: "unused by an emulator" };
      await connect("gs", { cred_type: "serviceaccount", cred_data, settings: { endpoint: server.endpoint } });
      return server;
    },
  },
  {
    protocol: "dropbox",
    folder: "dropbox+lab://prod",
    async start() {
      const server = await startDropbox();
      await connect("dropbox", {
        cred_type: "oauth",
        cred_data: { access_token: server.accessToken },
        settings: { endpoint: server.endpoint },
      });
      return server;
    },
  },
];

/** Another user's key, with which algorithms can be called and nothing else be done. */
async function strangersKey(): Promise<string> {
  const { adminKey: key } = person.platform;
  await send(person.platform, "POST", "/v1/users", { key, body: { username: "ada" } });
  const permissions = { allow_algo: true, algo_acl: ["algo://*"] };
  return (await send(person.platform, "POST", "/v1/users/ada/keys", { key, body: { permissions } })).json.api_key as string;
}

const source = (address: string) => `import Algorithmia

client = Algorithmia.client()
model = open(client.file("${address}").getFile().name).read()


def apply(input):
    return model
`;

/** Writes in each way that the client has, and answers with what it then sees. */
const notes = `import Algorithmia

client = Algorithmia.client()
model = open(client.file("s3+notes://models/model.txt").getFile().name).read()


def apply(input):
    folder = client.dir("s3+notes://models/notes")
    with open("/tmp/note", "w") as file:
        file.write(input)
    folder.file("text").put(input)
    folder.file("bytes").put(input.encode())
    folder.file("file").putFile("/tmp/note")
    folder.file("passing").put("for a moment")
    seen = sorted(file.getName() for file in folder.files())
    folder.file("passing").delete()
    return [model, client.username(), folder.file("text").getString(), seen]
`;

for (const { protocol, needs, folder, start } of storages) {
  const story = async (file: string) => {
    const server = await start(file);
    try {
      const name = `reads${protocol}`;
      await person.python(`${createAlgorithm(name)}\nanswer = None\n`);
      await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/${name}.git`]);
      for (const version of ["old", "new"]) {
        await person.python(`
client.file("${folder}/model-${version}.txt").put("the ${version} model")
answer = None
`);
        person.write(`${name}/src/${name}.py`, source(`${folder}/model-${version}.txt`));
        await person.push(name);
        await person.publish(name);
      }
      const answer = await person.python(`
call = lambda version: client.algo("demo/${name}/" + version).pipe("").result
folder = client.dir("${folder}")
answer = {
    "called": [call("0.1.0"), call("0.2.0"), call("0.1.0")],
    "listed": sorted(entry.getName() for entry in folder.files()),
    "exists": [client.file("${folder}/" + name).exists() for name in ("model-old.txt", "absent.txt")],
}
client.file("${folder}/model-old.txt").delete()
answer["deleted"] = not client.file("${folder}/model-old.txt").exists()
`);
      expect(answer).toEqual({
        called: ["the old model", "the new model", "the old model"],
        listed: ["model-new.txt", "model-old.txt"],
        exists: [true, false],
        deleted: true,
      });
    } finally {
      await server.stop();
    }
  };
  const told = `an algorithm loads its model through ${protocol}: put under a new name, named in the source, published, called old and new`;
  testWith(needs, told, story);
}

describeWith("versitygw", "an algorithm that another user calls", (file) => {
  test("it loads its model through its owner's S3 connector and leaves files there, which the caller cannot do", async () => {
    const server = await startS3(file);
    try {
      const { endpoint, accessKeyId: access_key_id, secretAccessKey: secret_access_key } = server;
      await connect("s3", { label: "notes", cred_type: "iam", cred_data: { access_key_id, secret_access_key }, settings: { endpoint } });
      await person.python(`${createAlgorithm("keepsnotes")}\nclient.file("s3+notes://models/model.txt").put("the model")\nanswer = None\n`);
      await person.shell("git", ["clone", "--quiet", `${person.platform.gitUrl}/demo/keepsnotes.git`]);
      person.write("keepsnotes/src/keepsnotes.py", notes);
      await person.push("keepsnotes");
      const answer = await person.python(`
algo = client.algo("demo/keepsnotes")
algo.compile()
algo.publish(settings={"algorithm_callability": "public"}, version_info={"version_type": "minor"})
ada = Algorithmia.client("${await strangersKey()}")
answer = {
    "called": ada.algo("demo/keepsnotes").pipe("hello").result,
    "kept": [client.file("s3+notes://models/notes/" + name).getString() for name in ("text", "bytes", "file")],
    "removed": not client.file("s3+notes://models/notes/passing").exists(),
    "by herself": ada.file("s3+notes://models/model.txt").exists(),
}
`);
      const called = ["the model", "ada", "hello", ["bytes", "file", "passing", "text"]];
      expect(answer).toEqual({ called, kept: ["hello", "hello", "hello"], removed: true, "by herself": false });
    } finally {
      await server.stop();
    }
  });
});

test("what the client tells of a store that cannot be reached holds no credentials", async () => {
  await createConnector(person.platform, {
    protocol: "s3",
    label: "gone",
    cred_type: "iam",
    cred_data: { access_key_id: "AKIATESTER", secret_access_key: "never-to-be-seen" },
    settings: { endpoint: "http://127.0.0.1:1" },
  });
  const answer = await person.python(`
try:
    client.file("s3+gone://models/model.txt").getFile()
    answer = "no error"
except Exception as error:
    answer = str(error)
`);
  expect(answer).toContain("unable to get file");
  expect(answer).not.toContain("never-to-be-seen");
});
