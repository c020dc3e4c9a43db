import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitAddressOf, resolveConnection } from "../../../provider/client/connection";
import { redact } from "../../../provider/client/redact";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const profile = (text: string) => {
  mkdirSync(join(home, ".algorithmia"));
  writeFileSync(join(home, ".algorithmia", "config"), text);
};
const stack = (values: Record<string, string>) => (key: string) => values[key];

test("without any configuration it is Algorithmia's public address and no key", () => {
  expect(resolveConnection({ environment: { HOME: home } })).toEqual({
    apiAddress: "https://api.algorithmia.com",
    gitAddress: "https://git.algorithmia.com",
    apiKey: undefined,
    caCert: undefined,
  });
});

test("stack configuration wins over the environment, the environment over the profile", () => {
  profile(
    "[profiles]\n[profiles.default]\napi_key = 'profileKey'\napi_server = 'https://api.profile.example'\nca_cert = ''\nbearer_token = ''\n",
  );
  expect(resolveConnection({ environment: { HOME: home } })).toMatchObject({
    apiKey: "profileKey",
    apiAddress: "https://api.profile.example",
  });
  const environment = { HOME: home, ALGORITHMIA_API_KEY: "envKey", ALGORITHMIA_API: "https://api.env.example/" };
  expect(resolveConnection({ environment })).toMatchObject({ apiKey: "envKey", apiAddress: "https://api.env.example" });
  const config = stack({ "algorithmia:apiKey": "stackKey", "algorithmia:apiAddress": "http://127.0.0.1:1/v1" });
  expect(resolveConnection({ config, environment })).toMatchObject({ apiKey: "stackKey", apiAddress: "http://127.0.0.1:1" });
});

test("a named profile is taken, a broken file is passed over", () => {
  profile("[profiles.default]\napi_key = 'one'\n[profiles.eu]\napi_key = 'two'\n");
  expect(resolveConnection({ config: stack({ "algorithmia:profile": "eu" }), environment: { HOME: home } }).apiKey).toBe("two");
  writeFileSync(join(home, ".algorithmia", "config"), "not [ toml");
  expect(resolveConnection({ environment: { HOME: home } }).apiKey).toBeUndefined();
});

test("the git server is the API's host with git. for api., else the same origin", () => {
  expect(gitAddressOf("https://api.acme.example")).toBe("https://git.acme.example");
  expect(gitAddressOf("http://127.0.0.1:8080")).toBe("http://127.0.0.1:8080");
  expect(resolveConnection({ environment: { HOME: home, ALGORITHMIA_GIT_ENDPOINT: "https://scm.acme.example/git" } }).gitAddress).toBe(
    "https://scm.acme.example",
  );
});

test.each(["api.acme.example", "ftp://api.acme.example", "https://api.acme.example/some/path", "https://user:pw@api.acme.example", "/"])(
  "an address that is none is refused: %s",
  (address) => {
    expect(() => resolveConnection({ environment: { HOME: home, ALGORITHMIA_API: address } })).toThrow(
      expect.objectContaining({ code: "ADDRESS_INVALID", message: expect.not.stringContaining("pw@") }),
    );
  },
);

test("a refused address is shown as it was given, without what may be secret", () => {
  const refusalOf = (address: string) => () => resolveConnection({ environment: { HOME: home, ALGORITHMIA_API: address } });
  expect(refusalOf("ftp://api.acme.example")).toThrow('algorithmia:apiAddress is "ftp://api.acme.example", which');
  expect(refusalOf("https://user:pw@api.acme.example/v2?key=pw")).toThrow('algorithmia:apiAddress is "https://api.acme.example/v2", which');
});

test("a certificate file that is not there is said so", () => {
  expect(() => resolveConnection({ environment: { HOME: home, REQUESTS_CA_BUNDLE: join(home, "none.pem") } })).toThrow(
    expect.objectContaining({ code: "CA_CERT_UNREADABLE" }),
  );
});

test("a key is taken out of a text in every form it travels in", () => {
  const key = "sim/abc+1";
  const text = `${key} ${encodeURIComponent(key)} ${Buffer.from(key).toString("base64")} rest`;
  expect(redact(text, key)).toBe("[secret] [secret] [secret] rest");
});
