import { duration } from "./duration.mjs";
import { paint } from "./paint.mjs";

const quietMilliseconds = 15_000;

/**
 * Tells how a long piece of work goes: in place on a terminal, one line every 15 seconds in a log.
 * `begin(title)` says what starts, `update(detail)` how far it is, `end(text)` what came of it, `line(text)` anything else.
 * With `announce: false` a log gets no line for what begins, only for what ends: for steps of a second or two.
 */
export function createProgress({ out = process.stdout, terminal = out.isTTY === true, announce = true, now = Date.now } = {}) {
  let title = "";
  let started = 0;
  let lastShown = 0;
  let dirty = false;

  const clear = () => {
    if (dirty) out.write("\r\u001b[2K");
    dirty = false;
  };
  const inPlace = (text) => {
    const width = (out.columns ?? 80) - 1;
    out.write(`\r\u001b[2K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`);
    dirty = true;
  };

  return {
    begin(text) {
      clear();
      title = text;
      started = lastShown = now();
      if (terminal) inPlace(`  ${title} …`);
      else if (announce) out.write(`  ${title} …\n`);
    },
    update(detail) {
      const elapsed = duration(now() - started);
      if (terminal) return inPlace(`  ${title} … ${elapsed}, ${detail}`);
      if (now() - lastShown < quietMilliseconds) return;
      lastShown = now();
      out.write(`    ${elapsed}: ${detail}\n`);
    },
    end(text) {
      clear();
      out.write(`  ${paint.green("✓")} ${text} ${paint.dim(`(${duration(now() - started)})`)}\n`);
    },
    line(text) {
      clear();
      out.write(`  ${text}\n`);
    },
    clear,
  };
}
