import type { Case } from "./case";

const routes: [string, string][] = [
  ["GET", "/v1/data/.my"],
  ["GET", "/v1/algorithms/demo/Echo"],
  ["GET", "/v1/secret-provider"],
  ["GET", "/v1/algorithm-environments/edge/languages"],
];

/** Keys, their forms and their kinds. */
export const authenticationCases: Case[] = [
  ...routes.map(
    ([method, path]): Case => ({
      says: `reference 1.1: a wrong key is 401 with code 2002 at ${path}`,
      asked: [method, path, { key: "wrong" }],
      answers: { status: 401, part: { error: { code: 2002, message: "Unknown or invalid API key." } } },
    }),
  ),
  ...["Simple null", "", "Simple", "Bearer"].map(
    (authorization): Case => ({
      says: `reference 1.1: '${authorization}' is no key`,
      asked: ["GET", "/v1/data/.my", { key: null, headers: { authorization } }],
      answers: { status: 401, part: { error: { message: "authorization required" } } },
    }),
  ),
  {
    says: "reference 1.2: every account begins with a default-key that may do everything",
    asked: ["GET", "/v1/users/demo/keys"],
    answers: {
      status: 200,
      json: expect.arrayContaining([
        expect.objectContaining({
          key_label: "default-key",
          key_type: "AlgorithmKey",
          permissions: expect.objectContaining({
            allow_data: true,
            allow_data_write: true,
            allow_algo: true,
            allow_algo_management: true,
            algo_acl: ["algo://*"],
          }),
        }),
      ]),
    },
  },
  {
    says: "reference 1.2: a key calls the algorithms of its list",
    asked: ["POST", "/v1/algo/demo/Echo", { key: "callsEchoOnly", body: "1", headers: { "content-type": "application/json" } }],
    answers: { status: 200, part: { result: 1 } },
  },
  {
    says: "reference 1.2: an empty list calls nothing",
    asked: ["POST", "/v1/algo/demo/Echo", { key: "callsNothing", body: "1", headers: { "content-type": "application/json" } }],
    answers: { status: 403, part: { error: { code: 2001 } } },
  },
  {
    says: "reference 1.2: the admin key is not for data",
    asked: ["GET", "/v1/data/.my", { key: "admin" }],
    answers: { status: 403, part: { error: { code: 2001, message: "Caller is not authorized to perform the operation" } } },
  },
  ...["/v1/users", "/v1/organizations", "/v1/admin/secret-provider"].map(
    (path): Case => ({
      says: `reference 1.2: a standard key is not for ${path}`,
      asked: ["GET", path],
      answers: { status: 403, part: { error: { code: 2001 } } },
    }),
  ),
  ...(["owner", "admin"] as const).flatMap((key) =>
    ["/v1/scms", "/v1/scms/internal", "/v1/secret-provider", "/v1/algorithms/{id}/secrets"].map(
      (path): Case => ({
        says: `reference 1.2: ${path} takes the key of the ${key}`,
        asked: ["GET", path, { key }],
        answers: { status: 200 },
      }),
    ),
  ),
  {
    says: "reference 1.3: a running algorithm finds the platform's address in its environment",
    asked: ["POST", "/v1/algo/demo/Echo", { body: "address", headers: { "content-type": "text/plain" } }],
    answers: { status: 200, text: /"result":"http:\/\/127\.0\.0\.1:\d+"/ },
  },
];

/** The three forms of a key, on routes of each room. */
export const keyForms = ["", "Simple ", "Bearer "].flatMap((form) => routes.map(([method, path]) => ({ form, method, path })));
