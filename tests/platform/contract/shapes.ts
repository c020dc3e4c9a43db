import { newAlgorithmSettings } from "../../../platform/seed/new-algorithm";
import type { Asked } from "./case";

/** What answers of the management API are made of, for the cases that compare them. */
export const algorithm = "/v1/algorithms/demo/Echo";
export const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const noSuchAlgorithm = { status: 404, text: '{"error":"No such algorithm"}' };
export const coded = (code: number) => ({ error: { id: uuid, code, message: expect.any(String) } });

/** Asks for a new algorithm. */
export const made = (name: string, more: object = {}): Asked => [
  "POST",
  "/v1/algorithms/demo",
  { body: { name, details: { label: name }, settings: newAlgorithmSettings, ...more } },
];
