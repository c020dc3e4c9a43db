import { z } from "zod";
import { runStep } from "./run-step";
import { stepEnvironment } from "./step-environment";

/** A Python of this machine that environments are made from. */
export interface Python {
  /** Its real path: a shim on PATH may answer differently tomorrow. */
  path: string;
  /** For example 3.11.7. */
  version: string;
}

const candidates = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "/usr/bin/python3"];
const question =
  "import json, sys; print(json.dumps({'path': getattr(sys, '_base_executable', None) or sys.executable, 'version': '%d.%d.%d' % sys.version_info[:3]}))";
const answer = z.object({ path: z.string().min(1), version: z.string() });

/** Finds Python 3.10 or newer on this machine. Throws when there is none. */
export async function findPython(signal: AbortSignal): Promise<Python> {
  const seen: string[] = [];
  for (const candidate of candidates) {
    const python = await ask(candidate, signal);
    if (!python) continue;
    const [major = 0, minor = 0] = python.version.split(".").map(Number);
    if (major === 3 && minor >= 10) return python;
    seen.push(`${python.path} is ${python.version}`);
  }
  throw new Error(
    `Building needs Python 3.10 or newer on PATH; ${seen.length > 0 ? seen.join(", ") : "there is no python3"}. Install it and build again.`,
  );
}

async function ask(command: string, signal: AbortSignal): Promise<Python | undefined> {
  try {
    const { ok, output } = await runStep(command, ["-c", question], { environment: stepEnvironment(), signal, timeoutSeconds: 30 });
    return ok ? answer.parse(JSON.parse(output)) : undefined;
  } catch (error) {
    // Not installed, or something else of that name.
    if (!signal.aborted) return undefined;
    throw error;
  }
}
