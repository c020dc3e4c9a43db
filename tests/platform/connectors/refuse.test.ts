import { redact, refusalOf } from "../../../platform/connectors/refuse";
import { StoreFault } from "../../../platform/connectors/store";

const secret = "sv=2024&sig=abc+/d==";

test("credentials are taken out of a store's words, plain, encoded and in base64", () => {
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
    expect(redact(`the store said ${form}!`, [secret])).toBe("the store said ***!");
  }
  expect(redact("GET /b?x=1&sig=abc%2Bd&X-Amz-Signature=12ab", [])).toBe("GET /b?x=1&sig=***&X-Amz-Signature=***");
});

test("an error nobody foresaw keeps its stack, not the credentials in it", () => {
  const error = refusalOf(new Error(`boom ${secret}`), { id: "s3", address: "s3://b/k", secrets: [secret] }) as Error;
  expect([error.message, error.stack?.includes(secret)]).toEqual(["boom ***", false]);
});

test("what a caller is told names the connector, the address, the store's words and what to do", () => {
  const told = refusalOf(new StoreFault("denied", "AccessDenied: no\n way"), {
    id: "s3+lab",
    address: "s3+lab://b/k",
    secrets: [],
  }) as Error;
  expect(told.message).toBe(
    "The store of the data connector s3+lab denied access for s3+lab://b/k: AccessDenied: no way. Its credentials may not do this there: give them the permission, or the connector other ones.",
  );
});
