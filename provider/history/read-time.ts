import { z } from "zod";
import { errors } from "../errors";

const Time = z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);

/**
 * Reads a point in time as a person writes it. A time without an offset is refused: it would mean another moment on every machine.
 * @throws TIME_INVALID
 * @example readTime("2026-05-01T14:30:00+02:00")
 */
export function readTime(text: string): Date {
  const parsed = Time.safeParse(text.trim());
  if (!parsed.success) throw errors.TIME_INVALID(text);
  return new Date(parsed.data);
}
