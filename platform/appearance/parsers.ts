import { z } from "zod";
import { parser } from "../api/parsers";
import type { Schemas } from "./schemas";

/** One parser a body. */
export const parsers: Schemas = {
  configEntry: parser(z.object({ keyname: z.string().optional(), value: z.string().max(100_000) })),
};
