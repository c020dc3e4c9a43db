/** The processor time that this process has used, in milliseconds: other than the time of day it does not grow while a busy machine lets it wait. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
