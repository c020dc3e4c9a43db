/** Says a time as people do: `0.4 s`, `12.3 s`, `4 min 05 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** Starts a clock; calling the result says the time since then. */
export function stopwatch() {
  const started = Date.now();
  return () => duration(Date.now() - started);
}
