/** A number of bytes for people: `sizeText(1_258_291)` → `1.2 MiB`. */
export function sizeText(sizeBytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, sizeBytes)) / 10));
  return step === 0 ? `${sizeBytes} ${sizeBytes === 1 ? "byte" : "bytes"}` : `${(sizeBytes / 1024 ** step).toFixed(1)} ${units[step]}`;
}
