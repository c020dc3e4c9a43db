import type { Case } from "./case";
import { algorithm, coded, noSuchAlgorithm, uuid } from "./shapes";

const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** How algorithms, versions and pages look. */
export const objectCases: Case[] = [
  {
    says: "reference 5.1: an algorithm that was never built has no version, build, compilation or link to itself",
    asked: ["GET", "/v1/algorithms/demo/Empty"],
    answers: {
      status: 200,
      json: {
        id: uuid,
        name: "Empty",
        details: { summary: "", label: "Empty", tagline: "" },
        settings: expect.objectContaining({ algorithm_callability: "private", source_visibility: "closed", royalty_microcredits: 0 }),
        source: expect.objectContaining({
          scm: { id: "internal", provider: "internal", default: true, enabled: true },
          repository_name: "Empty",
          repository_owner: "demo",
          repository_https_url: expect.stringMatching(/\/git\/demo\/Empty\.git$/),
        }),
        resource_type: "algorithm",
      },
    },
  },
  {
    says: "reference 5.1: a published version is whole",
    asked: ["GET", `${algorithm}/versions/0.1.0`],
    answers: {
      status: 200,
      part: {
        id: uuid,
        settings: { algorithm_callability: "public" },
        version_info: {
          semantic_version: "0.1.0",
          git_hash: sha,
          version_uuid: uuid,
          release_notes: "first",
          sample_input: '{"a":1}',
          sample_output: "1",
        },
        build: {
          build_id: uuid,
          status: "succeeded",
          commit_sha: sha,
          started_at: moment,
          finished_at: moment,
          version_info: { semantic_version: "0.1.0" },
          resource_type: "algorithm_build",
        },
        compilation: { successful: true, output: expect.stringContaining("Beginning container customization") },
        self_link: expect.stringMatching(/\/v1\/algorithms\/demo\/Echo\/versions\/[0-9a-f]{40}$/),
        resource_type: "algorithm",
      },
    },
  },
  {
    says: "reference 5.1: a list of versions leaves the logs out",
    asked: ["GET", `${algorithm}/versions?limit=1`],
    answers: { status: 200, part: { results: [{ compilation: { successful: true } }] }, text: { lacks: "container customization" } },
  },
  {
    says: "reference 5.1: an unpublished build has no semantic version",
    asked: ["GET", `${algorithm}/versions/{unpublished}`],
    answers: { status: 200, part: { version_info: { git_hash: sha } }, text: { lacks: "semantic_version" } },
  },
  {
    says: "reference 5.1: the last page has neither marker nor link",
    asked: ["GET", `${algorithm}/builds?limit=56`],
    answers: { status: 200, part: { marker: null, next_link: null } },
  },
  {
    says: "reference 5.1: a page before the last names the next with limit and marker",
    asked: ["GET", `${algorithm}/builds?limit=1`],
    answers: {
      status: 200,
      part: { marker: expect.any(String), next_link: expect.stringMatching(/\/builds\?limit=1&marker=./), results: [{ build_id: uuid }] },
    },
  },
  {
    says: "reference 5.1: a marker of somebody else's",
    asked: ["GET", `${algorithm}/builds?marker=x`],
    answers: { status: 400, json: coded(5002) },
  },
  ...["0", "-1", "x", "1.5"].map(
    (limit): Case => ({
      says: `reference 5.1: ${limit} is no limit`,
      asked: ["GET", `${algorithm}/versions?limit=${limit}`],
      answers: { status: 400, json: coded(5003) },
    }),
  ),
  ...["", "/versions", "/builds", "/errors", "/scm/status", "/log"].map(
    (rest): Case => ({
      says: `reference 5.1: what is asked of an unknown algorithm${rest} is one text`,
      asked: ["GET", `/v1/algorithms/demo/Absent${rest}`],
      answers: noSuchAlgorithm,
    }),
  ),
];
