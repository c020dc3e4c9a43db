import { z } from "zod";
import { parser } from "../api/parsers";
import type { Schemas } from "./schemas";

const flag = z.boolean().optional();

/** Null and empty mean the same as absent. */
const said = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .nullish()
    .transform((value) => value || undefined);

const email = said(100).refine((value) => value === undefined || /^[\w.%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,6}$/.test(value), {
  error: "must be an email address",
});

/** One parser a body. */
export const parsers: Schemas = {
  user: parser(
    z.object({ username: said(1000), email, fullname: said(100), company_name: said(100), company_role: said(200) }),
    "MALFORMED_USER",
  ),
  newKey: parser(
    z.object({
      key_label: z.string().optional(),
      key_type: z.literal("AlgorithmKey", { error: 'must be "AlgorithmKey", the only kind that is made here' }).default("AlgorithmKey"),
      permissions: z.object({
        allow_data: flag,
        allow_data_write: flag,
        allow_algo: flag,
        allow_web_algo: flag,
        algo_acl: z
          .array(
            z
              .string()
              .regex(/^algo:\/\/[^/]+(\/[^/]+(\/\*)?)?$/, { error: "entries look like algo://*, algo://owner/* or algo://owner/name" }),
          )
          .optional(),
        allow_algo_management: flag,
      }),
    }),
  ),
};
