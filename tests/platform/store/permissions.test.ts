import { allPermissions, mayCall, within } from "../../../platform/store/permissions";

const calling = (...algo_acl: string[]) => ({ ...allPermissions, algo_acl });

test.each([
  [["algo://*"], true],
  [["algo://acme/*"], true],
  [["algo://acme/echo"], true],
  [["algo://acme/echo/*"], true],
  [["algo://ACME/Echo"], true],
  [["algo://acme/other"], false],
  [["algo://other/*"], false],
  [[], false],
])("a key with algo_acl %j may call acme/echo: %s", (acl, expected) => {
  expect(mayCall(calling(...acl), "acme", "echo")).toBe(expected);
});

test("a key without allow_algo calls nothing", () => {
  expect(mayCall({ ...allPermissions, allow_algo: false }, "acme", "echo")).toBe(false);
});

test("permissions lie within others only if every right does", () => {
  expect(within(calling("algo://acme/echo"), calling("algo://acme/*"))).toBe(true);
  expect(within(calling("algo://*"), calling("algo://acme/*"))).toBe(false);
  expect(within(calling("algo://acme/*"), calling("algo://acme/echo"))).toBe(false);
  expect(within(allPermissions, { ...allPermissions, allow_data_write: false })).toBe(false);
});
