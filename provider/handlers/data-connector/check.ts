import { errors } from "../../errors";
import { hasUnknown } from "../../host/wire";
import { type Protocol, protocols, type StoreField, storeForms } from "../../inputs/connector-stores";
import { flag, type Parse, text } from "../../inputs/plain";
import { nearestName } from "../../model/nearest-name";
import { checked, checkInputs, type InputRules } from "../shared/check-inputs";
import type { CheckResult, Properties } from "../shared/resource-handler";
import { givenStores } from "./inputs";

const label: Parse = (value) =>
  typeof value === "string" && /^[a-zA-Z0-9]{0,64}$/.test(value)
    ? { value: value === "" ? undefined : value }
    : { problem: "expected letters and digits, at most 64" };

/** The platform takes slashes at its beginning for nothing: no difference may come of them. */
const path: Parse = (value) => text(typeof value === "string" ? value.replace(/^\/+/, "") : value);

const rules: InputRules = {
  label: { parse: label },
  isDefault: { parse: flag },
  owner: { parse: text },
  path: { parse: path, default: "*" },
  writeable: { parse: flag, default: false },
  ...Object.fromEntries(protocols.map((protocol) => [protocol, { parse: storeOf(protocol), secret: true as const }])),
};

/**
 * Validates what the program gave. Without `owner` a connector stays with the account that it is known to be of.
 * @param olds The inputs before, where there are any.
 */
export function check(olds: Properties, given: Properties): CheckResult {
  const { inputs, problems } = checkInputs(rules, given);
  inputs.owner ??= olds.owner;
  if (inputs.owner === undefined) delete inputs.owner;
  const stores = protocols.filter((protocol) => given[protocol] !== undefined);
  if (stores.length !== 1) {
    problems.push(errors.CONNECTOR_STORE_CHOICE(stores.length === 0 ? "none is given" : `${stores.join(" and ")} are given`));
  }
  // Without a label there is no other address than that of the default.
  inputs.isDefault ??= inputs.label === undefined;
  if (inputs.label === undefined && inputs.isDefault === false) {
    problems.push(errors.INPUT_INVALID("isDefault", "a connector without a label is always the default one; give it a label"));
  }
  return checked(inputs, problems);
}

/** A connector's address stays for good: another protocol, label or account is another connector. */
export function diff(olds: Properties, news: Properties) {
  if (olds.connectorId === undefined) return { replaces: [] };
  const [protocol] = givenStores(news);
  const isMoved = news.owner !== undefined && !sameName(olds.owner, news.owner);
  const replaces = [
    ...(protocol === olds.protocol ? [] : [String(olds.protocol), String(protocol)]),
    ...((olds.label ?? "") === (news.label ?? "") ? [] : ["label"]),
    ...(isMoved ? ["owner"] : []),
  ];
  // An account has one default for each protocol: the old one has to make room.
  const bothDefault = Boolean(olds.isDefault && news.isDefault) && protocol === olds.protocol && !isMoved;
  return { replaces, deleteBeforeReplace: replaces.length > 0 && bothDefault };
}

/** Accounts are found whatever the case of their letters. */
export const sameName = (one: unknown, other: unknown) => String(one).toLowerCase() === String(other).toLowerCase();

function storeOf(protocol: Protocol): Parse {
  const { settings, credentials } = storeForms[protocol];
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "expected an object" };
    const { environment, ...given } = value as Properties;
    const fromEnvironment = protocol === "s3" && environment !== undefined && environment !== false;
    if (environment !== undefined && (protocol !== "s3" || typeof environment !== "boolean")) {
      return { problem: protocol === "s3" ? "environment: expected true or false" : 'there is no field "environment"' };
    }
    if (fromEnvironment && Object.keys(credentials).some((name) => given[name] !== undefined)) {
      return { problem: "give either keys or `environment: true`, the platform's own credentials" };
    }
    const parsed = fieldsOf({ ...settings, ...(fromEnvironment ? {} : credentials) }, given);
    if ("problem" in parsed) return parsed;
    return { value: { ...(parsed.value as Properties), ...(fromEnvironment ? { environment: true } : {}) } };
  };
}

/** Reads the fields of a store; no complaint repeats a value, which may be a secret under a wrong name. */
function fieldsOf(fields: Record<string, StoreField>, given: Properties): ReturnType<Parse> {
  for (const name of Object.keys(given)) {
    if (fields[name]) continue;
    const nearest = nearestName(name, Object.keys(fields));
    return { problem: `there is no field ${JSON.stringify(name)}${nearest ? `; did you mean ${nearest}?` : ""}` };
  }
  const value: Properties = {};
  for (const [name, { parse, required }] of Object.entries(fields)) {
    const field = given[name];
    if ((field === undefined || field === "") && !required) continue;
    const result = hasUnknown(field) ? { value: field } : parse(field);
    if (!("value" in result)) return { problem: `${name}: ${result.problem}` };
    value[name] = result.value;
  }
  return { value };
}
