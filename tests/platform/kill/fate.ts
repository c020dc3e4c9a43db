/** What is known of one thing that is changed step by step: its value, or two values while a change of it is not acknowledged. */
export class Fate<T> {
  private next: { value: T } | undefined;

  constructor(private acknowledged: T) {}

  /** The value, where there is no doubt. */
  get value(): T {
    if (this.next) throw new Error("a change was neither acknowledged nor looked up");
    return this.acknowledged;
  }

  /** Every value that would be right now. */
  get candidates(): T[] {
    return this.next ? [this.acknowledged, this.next.value] : [this.acknowledged];
  }

  /** Changes the thing. `act` answers whether it was changed; when it throws, both values are right until one of them was seen. */
  async become(value: T, act: () => Promise<boolean>): Promise<void> {
    this.next = { value };
    if (await act()) this.acknowledged = value;
    this.next = undefined;
  }

  /** Ends the doubt with what was seen. */
  saw(value: T): void {
    this.acknowledged = value;
    this.next = undefined;
  }
}
