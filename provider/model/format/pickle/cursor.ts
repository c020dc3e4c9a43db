import type { PickleSource } from "./source";

/** A window on a source: what is in it is read without waiting, `fill` and `skip` move it on. */
export class Cursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  constructor(readonly source: PickleSource) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Tries to have so many bytes in the window. @returns whether they are there. */
  async fill(wanted: number): Promise<boolean> {
    while (this.left < wanted) {
      const piece = await this.source.next();
      if (piece === undefined) return false;
      this.bytes = this.left === 0 ? piece : Buffer.concat([this.bytes.subarray(this.at), piece]);
      this.at = 0;
    }
    return true;
  }

  /** @returns false when there are not so many bytes; then none is left. */
  async skip(count: number): Promise<boolean> {
    const inWindow = Math.min(count, this.left);
    this.at += inWindow;
    return inWindow === count || this.source.skip(count - inWindow);
  }

  /** Takes bytes out of the window, where they must be. */
  take(count: number): Buffer {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  /** Takes what comes before a line's end. @returns undefined where no line ends; of a line over the limit only its beginning. */
  async line(limit: number): Promise<Buffer | undefined> {
    let kept: Buffer | undefined;
    for (;;) {
      const end = this.bytes.indexOf(0x0a, this.at);
      if (end >= 0) {
        const line = this.take(end - this.at);
        this.at += 1;
        return (kept ?? line).subarray(0, limit);
      }
      if (this.left > limit) {
        kept ??= Buffer.from(this.bytes.subarray(this.at, this.at + limit));
        this.at = this.bytes.length;
      }
      if (!(await this.fill(this.left + 1))) return undefined;
    }
  }
}
