import type { Terminal } from "../../../provider/cli/terminal";

/** A terminal that keeps what is written to it. */
export function capturedTerminal(options: { colour?: boolean } = {}): Terminal & { outText: string; errText: string } {
  const terminal = {
    outText: "",
    errText: "",
    colour: options.colour ?? false,
    out: (text: string) => {
      terminal.outText += text;
    },
    err: (text: string) => {
      terminal.errText += text;
    },
  };
  return terminal;
}
