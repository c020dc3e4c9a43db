import { join } from "node:path";

/** NODE_OPTIONS for Pulumi's commands in tests: their Node.js processes start in half the time, see late-loading.cjs. */
export const lateLoading = [process.env.NODE_OPTIONS, `--require ${JSON.stringify(join(__dirname, "late-loading.cjs"))}`]
  .filter((option) => option)
  .join(" ");
