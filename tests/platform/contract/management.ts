import { newAlgorithmSettings } from "../../../platform/seed/new-algorithm";
import type { Case } from "./case";
import { algorithm, coded, made, noSuchAlgorithm, uuid } from "./shapes";

const surroundings: Case[] = [
  {
    says: "reference 5.3: the source code hosts",
    asked: ["GET", "/v1/scms"],
    answers: { status: 200, part: { results: [{ id: "internal", provider: "internal", default: true, enabled: true, name: "" }] } },
  },
  { says: "reference 5.3: one source code host", asked: ["GET", "/v1/scms/internal"], answers: { status: 200, part: { id: "internal" } } },
  { says: "reference 5.3: another source code host", asked: ["GET", "/v1/scms/github"], answers: { status: 404, json: coded(4009) } },
  {
    says: "reference 5.3: the authorization of the internal host",
    asked: ["GET", "/v1/scms/internal/oauth/status"],
    answers: { status: 200, part: { authorization_status: "unauthorized" } },
  },
  {
    says: "reference 5.3: the languages are a bare array",
    asked: ["GET", "/v1/algorithm-environments/edge/languages"],
    answers: {
      status: 200,
      json: expect.arrayContaining([
        expect.objectContaining({ name: "python3", display_name: expect.any(String), configuration: expect.any(String) }),
      ]),
    },
  },
  {
    says: "reference 5.3: environments come wrapped",
    asked: ["GET", "/v1/algorithm-environments/edge/languages/python3/environments"],
    answers: {
      status: 200,
      part: {
        environments: [
          { id: uuid, environment_specification_id: uuid, language: { name: "python3" }, machine_type: expect.stringMatching(/^[CG]PU$/) },
        ],
      },
    },
  },
  {
    says: "reference 5.4: the types of organizations are a bare array",
    asked: ["GET", "/v1/organization/types"],
    answers: { status: 200, json: expect.arrayContaining([{ id: uuid, name: "basic" }]) },
  },
  {
    says: "reference 5.4: GET of an absent user",
    asked: ["GET", "/v1/users/nobody", { key: "admin" }],
    answers: { status: 409, json: coded(3000) },
  },
  {
    says: "reference 5.4: GET of an absent organization",
    asked: ["GET", "/v1/organizations/nobody", { key: "admin" }],
    answers: { status: 409, json: coded(3100) },
  },
  {
    says: "reference 5.4: a user is created and described",
    asked: [
      "POST",
      "/v1/users",
      { key: "admin", body: { username: "Person", email: "p@example.com", passwordHash: "x", shouldCreateHello: false } },
    ],
    answers: {
      status: 200,
      part: {
        id: uuid,
        username: "Person",
        email: "p@example.com",
        self_link: expect.stringMatching(/\/v1\/users\/Person$/),
        resource_type: "user",
      },
    },
  },
  {
    says: "reference 5.4: an absent organization is deleted all the same",
    asked: ["DELETE", "/v1/organizations/nobody", { key: "admin" }],
    answers: { status: 204, text: "" },
  },
];

const publishing: Case[] = [
  {
    says: "reference 5.5: nothing new to publish",
    before: [made("Once")],
    asked: ["POST", "/v1/algorithms/demo/Once/versions", { body: {} }],
    answers: { status: 404, json: coded(1010) },
  },
  {
    says: "reference 5.5: an unknown version type",
    asked: ["POST", `${algorithm}/versions`, { body: { version_info: { version_type: "huge" } } }],
    answers: { status: 400, json: coded(6001) },
  },
];

const codes: Case[] = [
  { says: "reference 5.6: 1000 and its text", asked: ["GET", "/v1/algorithms/demo/Nope"], answers: noSuchAlgorithm },
  { says: "reference 5.6: 1002, a name that is taken", asked: made("eCHO"), answers: { status: 409, json: coded(1002) } },
  {
    says: "reference 5.6: 1014, a version that is not there",
    asked: ["GET", `${algorithm}/versions/${"0".repeat(40)}`],
    answers: { status: 404, json: coded(1014) },
  },
  {
    says: "reference 5.6: 2001 and its message",
    asked: ["GET", algorithm, { key: "other" }],
    answers: { status: 403, json: { error: { id: uuid, code: 2001, message: "Caller is not authorized to perform the operation" } } },
  },
  {
    says: "reference 5.6: 2002 and its message",
    asked: ["GET", algorithm, { key: "wrong" }],
    answers: { status: 401, json: { error: { id: uuid, code: 2002, message: "Unknown or invalid API key." } } },
  },
  {
    says: "reference 5.6: 2013, malformed JSON",
    asked: ["POST", "/v1/algorithms/demo", { body: "{" }],
    answers: { status: 400, json: coded(2013) },
  },
  {
    says: "reference 5.6: 3000, an unknown user",
    asked: ["POST", "/v1/algorithms/nobody", { body: { name: "x" } }],
    answers: { status: 404, json: coded(3000) },
  },
  {
    says: "reference 5.6: 3003, a user name that is taken",
    asked: ["POST", "/v1/users", { key: "admin", body: { username: "OTHER" } }],
    answers: { status: 409, json: coded(3003) },
  },
  {
    says: "reference 5.6: 3004, an email address that is taken",
    asked: ["POST", "/v1/users", { key: "admin", body: { username: "third", email: "OTHER@example.com" } }],
    answers: { status: 409, json: coded(3004) },
  },
  {
    says: "reference 5.6: 3005, missing fields",
    asked: ["POST", "/v1/users", { key: "admin", body: {} }],
    answers: { status: 400, json: coded(3005) },
  },
  {
    says: "reference 5.6: 4001, an unknown language",
    asked: made("Lang", { settings: { ...newAlgorithmSettings, language: "klingon" } }),
    answers: { status: 400, json: coded(4001) },
  },
  {
    says: "reference 5.6: 4012, the internal host has no webhooks",
    asked: ["POST", `${algorithm}/scm/webhook`, { body: {} }],
    answers: { status: 400, json: coded(4012) },
  },
  {
    says: "reference 5.6: 6001, what does not fit",
    asked: ["POST", "/v1/algorithms/demo", { body: { name: 7 } }],
    answers: { status: 400, json: coded(6001) },
  },
  {
    says: "reference 5.6: 8008, an unknown secret",
    asked: ["DELETE", "/v1/algorithms/{id}/secrets/00000000-0000-4000-8000-000000000000"],
    answers: { status: 404, json: coded(8008) },
  },
  {
    says: "reference 11: compact JSON with its type",
    asked: ["GET", "/v1/organization/types"],
    answers: { status: 200, text: /^\[\{"id":"[^"]*","name":"/, headers: { "content-type": expect.stringContaining("application/json") } },
  },
];

/** What surrounds algorithms, and the codes of errors. */
export const managementCases: Case[] = [...surroundings, ...publishing, ...codes];
