import { faultOf } from "../../../platform/connectors/gs/faults";

/** Google's server for tokens cannot be stood in for: its address is the library's own. These are its documented words. */
const refused = (error_description: string) => faultOf({ response: { status: 400, data: { error: "invalid_grant", error_description } } });

test.each([
  ["Invalid JWT Signature.", "credentials"],
  ["Invalid grant: account not found", "credentials"],
  [
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
    "clock",
  ],
])("a refused request for a token is told for what it is: %s", (words, kind) => {
  expect(refused(words)).toMatchObject({ kind, message: `invalid_grant: ${words}` });
});
