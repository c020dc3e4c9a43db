const colourful = process.stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";

const style = (open, close) => (text) => (colourful ? `\u001b[${open}m${text}\u001b[${close}m` : String(text));

/** Colours for a terminal; plain text where the output goes to a file or a pipe. */
export const paint = {
  colourful,
  bold: style(1, 22),
  dim: style(2, 22),
  red: style(31, 39),
  green: style(32, 39),
  yellow: style(33, 39),
  cyan: style(36, 39),
};
