import { z } from "zod";
import { orAbsent, parser, textOrAbsent } from "../api/parsers";
import { aclEntry, noPermissions } from "../store/permissions";
import type { Schemas } from "./schemas";

const flag = z.boolean().default(false);
const permissions = z.object({
  allow_data: flag,
  allow_data_write: flag,
  allow_algo: flag,
  allow_web_algo: flag,
  algo_acl: z
    .array(z.string().regex(aclEntry, { error: "entries look like algo://*, algo://owner/*, algo://owner/name/* or algo://owner/name" }))
    .default([]),
  allow_algo_management: flag,
  referer_host: z.string().max(253).optional(),
});

const email = textOrAbsent(100).refine((value) => value === undefined || /^[\w.%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,6}$/.test(value), {
  error: "must be an email address",
});

const group = orAbsent(z.array(z.string().max(300)).max(1000));

/** One parser a body. */
export const parsers: Schemas = {
  user: parser(
    z.object({
      username: textOrAbsent(1000),
      email,
      fullname: textOrAbsent(100),
      company_name: textOrAbsent(100),
      company_role: textOrAbsent(200),
    }),
    "MALFORMED_USER",
  ),
  organization: parser(
    z.object({
      org_name: textOrAbsent(1000),
      org_label: textOrAbsent(100),
      org_contact_name: textOrAbsent(100),
      org_email: email,
      org_url: textOrAbsent(100),
      type_id: orAbsent(z.string().max(100)),
      stripe_customer_id: textOrAbsent(100),
      external_admin_group: group,
      external_member_group: group,
      external_executor_group: group,
      external_id: textOrAbsent(100),
      owner_ids: group,
    }),
    "MALFORMED_ORGANIZATION",
  ),
  newKey: parser(
    z
      .object({
        key_label: z.string().max(100).default(""),
        key_type: z
          .enum(["AlgorithmKey", "PlatformAdminKey"], { error: 'must be "AlgorithmKey" or, made by the admin, "PlatformAdminKey"' })
          .default("AlgorithmKey"),
        permissions: permissions.nullish(),
        api_key: z
          .string()
          .regex(/^sim[A-Za-z0-9+/]{25}$/, { error: "a key has 28 characters: sim, then letters, digits, + and /" })
          .optional(),
      })
      .refine((body) => body.permissions || body.key_type !== "AlgorithmKey", {
        path: ["permissions"],
        error: "an AlgorithmKey needs them",
      })
      .transform((body) => ({ ...body, permissions: { ...noPermissions, ...body.permissions } })),
  ),
  organizationType: parser(
    z.object({ id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { error: "must be a UUID" }), name: z.string() }),
  ),
};
