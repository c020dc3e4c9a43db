import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

const contextNames = ["github", "secrets", "vars", "inputs", "steps", "env"];

/** Is this `if:` true? A condition that asks for no status means "and nothing failed so far". */
export function holds(condition, contexts, status) {
  const expression = String(condition)
    .trim()
    .replace(/^\$\{\{(.*)\}\}$/s, "$1");
  const asksForStatus = /\b(always|cancelled|failure|success)\s*\(/.test(expression);
  return truthy(evaluate(asksForStatus ? expression : `success() && (${expression})`, contexts, status));
}

/** A text, or a map or list of them, with every `${{ … }}` replaced. */
export function interpolated(value, contexts) {
  if (Array.isArray(value)) return value.map((each) => interpolated(each, contexts));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolated(each, contexts)]));
  }
  return String(value).replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => evaluate(expression, contexts, "success").coerceString());
}

function evaluate(expression, contexts, status) {
  const is = (name, answer) => [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) }];
  const functions = new Map([
    is("always", true),
    is("cancelled", false),
    is("success", status === "success"),
    is("failure", status === "failure"),
  ]);
  const tree = new Parser(new Lexer(expression).lex().tokens, contextNames, [...functions.values()]).parse();
  return new Evaluator(tree, toData(contexts), functions).evaluate();
}

function toData(value) {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "string") return new data.StringData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: toData(each) })));
}

function truthy(result) {
  return !["false", "", "0"].includes(result.coerceString());
}
