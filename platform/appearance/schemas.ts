/** What the bodies of this room's requests are parsed into. */
export interface Schemas {
  configEntry(body: unknown): { keyname?: string; value: string };
}

let loaded: Schemas | undefined;

/** The parsers; the library behind them is slow to load, so that waits until after the platform is ready. */
export function schemas(): Schemas {
  loaded ??= (require("./parsers") as typeof import("./parsers")).parsers;
  return loaded;
}
