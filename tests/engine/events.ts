import type { EngineEvent } from "@pulumi/pulumi/automation";

/** The warnings that a person sees in a run. */
export const warningsIn = (events: EngineEvent[]): string[] =>
  events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "warning" ? [diagnosticEvent.message] : []));

/** All that a run shows, as text. Without the SDK's own debug lines, which hold every property and are shown with `--debug` alone. */
export const shownIn = (events: EngineEvent[]): string =>
  JSON.stringify(events.filter(({ diagnosticEvent }) => !String(diagnosticEvent?.severity).startsWith("debug")));
