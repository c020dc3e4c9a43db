import { z } from "zod";
import { orAbsent, parser, textOrAbsent } from "../api/parsers";
import type { Schemas } from "./schemas";

const said = z.string().min(1).max(255);
const host = { host_username: said, host_user_id: said };
const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { error: "must be a UUID" });

/** One parser a body. */
export const parsers: Schemas = {
  featureToggle: parser(z.object({ enabled: z.boolean() })),
  invite: parser(
    z.object({
      inviteCode: z.string().regex(/^[\w.~-]{1,100}$/, { error: "must be letters, digits, _, ., ~ and -, at most 100 of them" }),
      signupCredits: orAbsent(z.int().nonnegative()),
      comments: textOrAbsent(1000),
      expiresAt: textOrAbsent(100),
    }),
  ),
  newHost: parser(z.object(host)),
  host: parser(z.object({ ...host, org_id: id })),
  hostUsernames: parser(z.object({ updates: z.array(z.object({ algorithm_id: id, functional_id: said })).max(1000) })),
  insights: parser(
    z
      .array(z.object({ insight_key: said, insight_value: z.json().optional() }))
      .min(1)
      .max(100)
      .refine((list) => list.every(({ insight_value }) => (JSON.stringify(insight_value) ?? "").length <= 10_000), {
        error: "an insight_value may have 10,000 characters",
      }),
  ),
  reservation: parser(
    z.object({
      username: said,
      algoname: said,
      calling_user: said,
      version_type: said,
      num_slots: z.int().min(1),
      version_identifier: textOrAbsent(100),
    }),
  ),
};
