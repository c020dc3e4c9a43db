import { newAlgorithmSettings } from "../../../platform/seed/new-algorithm";
import type { Case } from "./case";
import { algorithm, coded, made, noSuchAlgorithm, uuid } from "./shapes";

const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** What the routes of algorithms do. */
export const routeCases: Case[] = [
  {
    says: "reference 5.2: create answers 201 without version parts",
    asked: made("Made", { version_info: { sample_input: "x" } }),
    answers: {
      status: 201,
      json: {
        id: uuid,
        name: "Made",
        details: expect.anything(),
        settings: expect.anything(),
        source: expect.anything(),
        resource_type: "algorithm",
      },
    },
  },
  {
    says: "reference 5.2: create takes the misspelt licence of a client",
    asked: made("Licence", { settings: { ...newAlgorithmSettings, licence: "apl" } }),
    answers: { status: 201 },
  },
  {
    says: "reference 5.2: create takes a package set",
    asked: made("Set", { settings: { ...newAlgorithmSettings, language: undefined, environment: undefined, package_set: "python37" } }),
    answers: { status: 201 },
  },
  {
    says: "reference 5.2: create names the internal host",
    asked: made("Hosted", { source: { scm: "internal" } }),
    answers: { status: 201 },
  },
  {
    says: "reference 5.2: an algorithm is found by its id",
    asked: ["GET", "/v1/algorithms/{id}"],
    answers: { status: 200, part: { name: "Echo" } },
  },
  {
    says: "reference 5.2: update changes what the body says",
    before: [made("Changed")],
    asked: ["PUT", "/v1/algorithms/demo/Changed", { body: { details: { tagline: "new" }, settings: { license: "mit" } } }],
    answers: {
      status: 200,
      part: { id: uuid, details: { label: "Changed", tagline: "new" }, settings: { license: "mit", network_access: "full" } },
    },
  },
  {
    says: "reference 5.2: an update as one client form-encodes it changes nothing",
    before: [made("Kept")],
    asked: [
      "PUT",
      "/v1/algorithms/demo/Kept",
      { body: "details=label&settings=license", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
    answers: { status: 200, part: { id: uuid, details: { label: "Kept" }, settings: { license: "apl" } } },
  },
  {
    says: "reference 5.2: an update without a body changes nothing",
    before: [made("Blank")],
    asked: ["PUT", "/v1/algorithms/demo/Blank"],
    answers: { status: 200, part: { id: uuid } },
  },
  {
    says: "reference 5.2: delete answers 204 and nothing",
    before: [made("Gone")],
    asked: ["DELETE", "/v1/algorithms/demo/Gone"],
    answers: { status: 204, text: "" },
  },
  {
    says: "reference 5.2: what was deleted is not there",
    before: [made("Went"), ["DELETE", "/v1/algorithms/demo/Went"]],
    asked: ["GET", "/v1/algorithms/demo/Went"],
    answers: noSuchAlgorithm,
  },
  {
    says: "reference 5.2: a version by its hash has the log",
    asked: ["GET", `${algorithm}/versions/{commit}`],
    answers: { status: 200, part: { compilation: { output: expect.any(String) } } },
  },
  {
    says: "reference 5.2: versions may be asked by id",
    asked: ["GET", "/v1/algorithms/{id}/versions?published=true"],
    answers: { status: 200, part: { results: { length: 5 } } },
  },
  {
    says: "reference 5.2: a build by its id",
    asked: ["GET", `${algorithm}/builds/{build}`],
    answers: { status: 200, part: { build_id: uuid, status: "succeeded" } },
  },
  {
    says: "reference 5.2: the log of a build",
    asked: ["GET", "/v1/algorithms/{id}/builds/{build}/logs"],
    answers: { status: 200, json: { logs: expect.stringContaining("Beginning container customization") } },
  },
  {
    says: "reference 5.2: a build that is not there",
    asked: ["GET", `${algorithm}/builds/00000000-0000-4000-8000-000000000000`],
    answers: { status: 404, json: coded(1010) },
  },
  {
    says: "reference 5.2: the commit log",
    asked: ["GET", `${algorithm}/log`],
    answers: { status: 200, part: { commits: [{ id: sha, short_message: "change", message: "change", author: "Tester" }, {}, {}] } },
  },
  {
    says: "reference 5.2: the connection of a repository",
    asked: ["GET", `${algorithm}/scm/status`],
    answers: { status: 200, json: { scm_connection_status: "active" } },
  },
  {
    says: "reference 5.2: a list of errors without any",
    asked: ["GET", "/v1/algorithms/demo/Empty/errors"],
    answers: { status: 200, json: [] },
  },
  {
    says: "reference 5.2: an error of a call is listed",
    before: [["POST", "/v1/algo/demo/Echo", { body: "refuse", headers: { "content-type": "text/plain" } }]],
    asked: ["GET", "/v1/algorithms/{id}/errors"],
    answers: {
      status: 200,
      json: expect.arrayContaining([
        {
          created_at: expect.any(Number),
          request_id: expect.stringMatching(/^req-/),
          username: "demo",
          algoname: "Echo",
          algoversion: "1.0.0",
          input: "refuse",
          error: "refused on request",
          error_type: "InputError",
          billable_to: "demo",
          worker: expect.any(String),
        },
      ]),
    },
  },
  {
    says: "reference 5.2: the list of an account's algorithms",
    asked: ["GET", "/v1/users/demo/algorithms"],
    answers: { status: 200, json: expect.arrayContaining([{ id: uuid, algoname: "Echo", username: "demo" }]) },
  },
  { says: "reference 5.2: what is no UUID names no algorithm", asked: ["GET", "/v1/algorithms/hello/errors"], answers: noSuchAlgorithm },
  {
    says: "reference 5.2: a secret never shows its value",
    asked: [
      "POST",
      "/v1/algorithms/{id}/secrets",
      {
        body: { owner_type: "algorithm", owner_id: "x", short_name: "s", description: " ", secret_key: "CONTRACT", secret_value: "hidden" },
      },
    ],
    answers: {
      status: 200,
      json: {
        id: uuid,
        short_name: "s",
        description: " ",
        secret_key: "CONTRACT",
        owner_type: "algorithm",
        owner_id: uuid,
        provider_id: uuid,
        created: moment,
        modified: moment,
      },
    },
  },
  {
    says: "reference 5.2: secrets are listed as results",
    asked: ["GET", "/v1/algorithms/{id}/secrets"],
    answers: { status: 200, part: { results: expect.any(Array) } },
  },
  {
    says: "reference 5.2: the secret providers are a bare array in camel case",
    asked: ["GET", "/v1/secret-provider"],
    answers: {
      status: 200,
      part: [
        {
          id: uuid,
          name: "algorithmia_internal_secret_provider",
          moduleName: expect.any(String),
          factoryClassName: expect.any(String),
          interfaceVersion: "1.0",
          isEnabled: true,
          isDefault: true,
        },
      ],
    },
  },
  ...(["body", "nothing", "empty object"] as const).map(
    (kind): Case => ({
      says: `reference 5.2: compile with ${kind} answers the built version`,
      asked: ["POST", `${algorithm}/compile`, { body: { body: { commitSha: undefined }, nothing: undefined, "empty object": {} }[kind] }],
      answers: { status: 200, part: { version_info: { git_hash: sha }, compilation: { successful: true, output: expect.any(String) } } },
    }),
  ),
];
