import { createHash } from "node:crypto";

/** Without a name a plugin makes one of the resource's and a few digits, here the same ones each time; it keeps the one it made before. */
export function named(property, between = "-") {
  return ({ name, olds, news }) => {
    const digits = createHash("sha256").update(name).digest("hex").slice(0, 7);
    return { ...news, [property]: news[property] ?? olds[property] ?? `${name}${between}${digits}` };
  };
}

/** A resource that the server has nothing for. */
export function keptInState(idFrom) {
  return { replacedBy: [idFrom], told: [], create: async (properties) => ({ id: properties[idFrom] }) };
}
