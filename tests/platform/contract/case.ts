import { type Reply, send } from "../api/support";
import type { Facts } from "./scene";

/** A request: method, path with `{facts}` in it, and what else differs from the owner's plain one. */
export type Asked = [
  method: string,
  path: string,
  options?: { key?: keyof Facts["keys"] | null; body?: unknown; headers?: Record<string, string> },
];

/** A text that must not stand in a body. */
export interface Lacks {
  lacks: string;
}

/** One documented behaviour. */
export interface Case {
  /** Begins with the section of the reference that documents it. */
  says: `reference ${string}: ${string}`;
  /** What happens before, each answered with less than 400. */
  before?: Asked[];
  asked: Asked;
  answers: {
    status: number;
    /** The whole body, parsed. */
    json?: unknown;
    /** A part of the body, parsed. */
    part?: unknown;
    /** The whole body, or what it matches. */
    text?: string | RegExp | Lacks;
    headers?: Record<string, unknown>;
  };
}

/** Asks what a case asks, and compares. */
export async function holds({ before = [], asked, answers }: Case, facts: Facts): Promise<void> {
  for (const step of before) {
    const { status, text } = await ask(step, facts);
    if (status >= 400) throw new Error(`${step.slice(0, 2).join(" ")} before it answered ${status}: ${text}`);
  }
  const reply = await ask(asked, facts);
  expect([reply.status, reply.text.slice(0, 500)]).toEqual([answers.status, expect.any(String)]);
  if (answers.json !== undefined) expect(reply.json).toEqual(answers.json);
  if (answers.part !== undefined) expect(reply.json).toMatchObject(answers.part as object);
  if (answers.text !== undefined) expect(reply.text).toEqual(textual(answers.text));
  if (answers.headers) expect(reply.headers).toMatchObject(answers.headers);
}

function ask([method, path, { key = "owner", ...options } = {}]: Asked, facts: Facts): Promise<Reply> {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) => facts.named[name] ?? whole);
  return send(facts.platform, method, filled, { ...options, key: key === null ? null : facts.keys[key] });
}

function textual(text: string | RegExp | Lacks): unknown {
  if (typeof text === "string") return text;
  return text instanceof RegExp ? expect.stringMatching(text) : expect.not.stringContaining(text.lacks);
}
