import { readPins } from "../pins/read-pins";
import { planMarkdown } from "../plan/plan-table";
import type { Terminal } from "./terminal";

export interface PlanOptions {
  /** The pin file. */
  file: string;
  json?: boolean;
}

/**
 * `pulumi-algorithmia plan`: what `pulumi up` will do for every pin, as Markdown for a pull request. Reads only.
 *
 * @returns the exit code: 1 when a pin cannot be planned.
 * @throws PINS_NOT_FOUND, PINS_MALFORMED, and what keeps the platform from being reached at all
 */
export async function plan(options: PlanOptions, terminal: Terminal): Promise<number> {
  const pins = readPins(options.file);
  if (Object.keys(pins.algorithms).length === 0) {
    terminal.out(options.json ? `${JSON.stringify({ file: pins.path, plans: [] })}\n` : `${options.file} pins nothing yet.\n`);
    return 0;
  }
  const { planPins } = require("../plan/plan-pins") as typeof import("../plan/plan-pins");
  const { connect, resolveConnection } = require("../client") as typeof import("../client");
  const platform = connect(resolveConnection({}));
  try {
    const plans = await planPins(pins, platform);
    terminal.out(options.json ? `${JSON.stringify({ file: pins.path, plans })}\n` : planMarkdown(plans));
    return plans.some((each) => "problems" in each) ? 1 : 0;
  } finally {
    platform.close();
  }
}
