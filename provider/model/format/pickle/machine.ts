/** A class or function that the pickle imports, by module and name. */
export class Imported {
  constructor(readonly name: string) {}
}
/** Only plain items are kept, and few: enough for an array's shape and a dtype's arguments. */
export class Tuple {
  constructor(readonly items: readonly (string | number | undefined)[]) {}
}
/** Only what describes an array is kept. */
export class Dict {
  readonly entries = new Map<string, Value>();
}
/** A NumPy dtype by its code, e.g. `f8`. */
export class DType {
  constructor(readonly code: string) {}
}
/** joblib's stand-in for an array whose bytes follow in the file. */
export class ArrayWrapper {}

/** What is known of an object on the pickle's stack; undefined for everything that no import and no array's length depends on. */
export type Value = undefined | string | number | Imported | Tuple | Dict | DType | ArrayWrapper;

/** The bytes do not make a pickle: what Python would answer with UnpicklingError. */
export class NotAPickle extends Error {}
/** It is larger than what is kept here. */
export class TooLarge extends Error {}

/** Objects on the stack, and in the memo, that are followed: some 50 MB at the worst. */
const mostObjects = 1_000_000;
const mostItems = 32;

/**
 * The stack machine that a pickle is a program for, with nearly everything about the objects left out. Nothing is imported,
 * called or made. Source: the comments and code of Python's `pickle.py` and `pickletools.py`.
 */
export class Machine {
  private readonly stack: Value[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Value>();

  constructor(readonly imports: Set<string>) {}

  push(value: Value): void {
    if (this.stack.length >= mostObjects) throw new TooLarge();
    this.stack.push(value);
  }

  pop(): Value {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw new NotAPickle();
    return this.stack.pop();
  }

  get top(): Value {
    if (this.stack.length === 0) throw new NotAPickle();
    return this.stack[this.stack.length - 1];
  }

  mark(): void {
    if (this.marks.length >= mostObjects) throw new TooLarge();
    this.marks.push(this.stack.length);
  }

  /** Takes everything above the last mark, and the mark. */
  popToMark(): Value[] {
    const from = this.marks.pop();
    if (from === undefined) throw new NotAPickle();
    return this.stack.splice(from);
  }

  /** `POP` takes a mark away when nothing is above it. */
  popAny(): void {
    if (this.marks.length > 0 && this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  remember(index = this.memo.size): void {
    const value = this.top;
    if (this.memo.size >= mostObjects) throw new TooLarge();
    this.memo.set(index, value);
  }

  recall(index: number): void {
    if (!this.memo.has(index)) throw new NotAPickle();
    this.push(this.memo.get(index));
  }

  /** Puts an import in place of its name. @param name undefined when it was put together by the pickle's own code. */
  import(name: string | undefined): void {
    this.imports.add(name ?? "(a name that is made while loading)");
    this.push(name === undefined ? undefined : new Imported(name));
  }

  pushTuple(items: readonly Value[]): void {
    const plain = items.slice(0, mostItems).map((item) => (typeof item === "string" || typeof item === "number" ? item : undefined));
    this.push(new Tuple(plain));
  }

  setItems(target: Value, items: readonly Value[]): void {
    if (!(target instanceof Dict)) return;
    for (let index = 0; index + 1 < items.length && target.entries.size < mostItems; index += 2) {
      const [key, value] = [items[index], items[index + 1]];
      const isPlain = typeof value === "number" || value instanceof Tuple || value instanceof DType;
      if (typeof key === "string" && isPlain) target.entries.set(key, value);
    }
  }
}
