import { InvalidArgumentError } from "commander";
import type { IsolationChoice } from "../runner/isolation";
import { isolations } from "./start/algorithm-settings";
import { type LogLevel, logLevels } from "./start/options";

/** Reads a TCP port. @throws InvalidArgumentError */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

/** Reads a number of seconds, at most a day. @throws InvalidArgumentError */
export function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError("A time is a number of seconds from 0 to 86400.");
}

/** Reads a whole number that is at least so much. Its function throws InvalidArgumentError. */
export function readWholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,9}$/.test(text) && number >= least) return number;
    throw new InvalidArgumentError(`It is a whole number, at least ${least}.`);
  };
}

/** Reads how algorithms are kept from each other. @throws InvalidArgumentError */
export function readIsolation(text: string): IsolationChoice {
  const isolation = isolations.find((known) => known === text);
  if (isolation) return isolation;
  throw new InvalidArgumentError(`Allowed are ${isolations.join(", ")}.`);
}

/** Reads a level of the log. @throws InvalidArgumentError */
export function readLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level) return level;
  throw new InvalidArgumentError(`Allowed are ${logLevels.join(", ")}.`);
}
