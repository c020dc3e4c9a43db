import { register } from "node:module";

// The library imports its schema as JSON without the attribute that Node.js asks for: it is made for bundlers.
const hook = `export const load = (url, context, next) =>
  next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");

/** What GitHub's own schema finds wrong with a workflow: unknown keys, wrong types, contexts that are not there. */
export function problemsOf(name, content) {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}
