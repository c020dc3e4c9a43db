/** A call that was not taken: as many as may wait for this version do so already. Nothing of it has run. */
export class QueueFull extends Error {
  constructor(readonly limit: number) {
    super(`${limit} calls wait already.`);
    this.name = "QueueFull";
  }
}
