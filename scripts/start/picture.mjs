const shades = " .:-=+*#%";

/** Draws an image of 8 x 8 pixels, 0 to 16 each, as eight lines of text. */
export function picture(pixels) {
  return pixels.map((row) => row.map((pixel) => shades[Math.round((pixel / 16) * (shades.length - 1))].repeat(2)).join("")).join("\n");
}
