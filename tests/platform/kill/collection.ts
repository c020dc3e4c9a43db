import { createHash } from "node:crypto";
import { type Reply, send } from "../api/support";
import { Fate } from "./fate";
import type { World } from "./world";

type Files = ReadonlyMap<string, Buffer>;

/** A collection that one worker changes, and what must be in it; undefined when it is not there. */
export class Collection {
  private readonly files = new Fate<Files | undefined>(undefined);

  constructor(
    private readonly world: World,
    private readonly name: string,
    private readonly random: () => number,
  ) {}

  async put(): Promise<void> {
    const files = this.files.value;
    if (!files) return this.create();
    const file = `f${Math.floor(this.random() * 8)}`;
    const bytes = this.bytes();
    await this.files.become(new Map([...files, [file, bytes]]), async () => {
      expect(await this.ask("PUT", `/${file}`, bytes)).toMatchObject({ status: 200 });
      return true;
    });
  }

  async remove(): Promise<void> {
    const files = this.files.value;
    if (!files || this.random() < 0.1) return this.removeWhole();
    const [file] = [...files.keys()].sort(() => this.random() - 0.5);
    if (file === undefined) return this.put();
    await this.files.become(new Map([...files].filter(([name]) => name !== file)), async () => {
      expect((await this.ask("DELETE", `/${file}`)).text).toBe('{"result":{"deleted":1}}');
      return true;
    });
  }

  /** Everything acknowledged is there byte for byte, and nothing else is. */
  async check(): Promise<void> {
    const seen = await this.read();
    const match = this.files.candidates.find((files) => same(files, seen));
    if (match === undefined && seen !== undefined) throw new Error(`${this.name} holds ${told(seen)}, not ${this.expected()}`);
    if (seen === undefined && !this.files.candidates.includes(undefined)) throw new Error(`${this.name} is gone, with ${this.expected()}`);
    this.files.saw(match);
  }

  private async create(): Promise<void> {
    await this.files.become(new Map(), async () => {
      expect(await send(this.world.platform, "POST", "/v1/data/.my", { body: { name: this.name } })).toMatchObject({ status: 200 });
      return true;
    });
  }

  private async removeWhole(): Promise<void> {
    if (this.files.value === undefined) return this.create();
    await this.files.become(undefined, async () => {
      expect(await this.ask("DELETE", "?force=true")).toMatchObject({ status: 200 });
      return true;
    });
  }

  private async read(): Promise<Files | undefined> {
    const listing = await this.ask("GET", "");
    if (listing.status === 404) return undefined;
    expect(listing.status).toBe(200);
    const files = new Map<string, Buffer>();
    for (const { filename, size } of listing.json.files ?? []) {
      const { status, bytes, headers } = await this.ask("GET", `/${filename}`);
      const whole = [200, size, createHash("md5").update(bytes).digest("hex")];
      expect([filename, status, bytes.length, headers.etag]).toEqual([filename, ...whole]);
      files.set(filename, bytes);
    }
    return files;
  }

  private ask(method: string, path: string, body?: Buffer): Promise<Reply> {
    return send(this.world.platform, method, `/v1/data/.my/${this.name}${path}`, { body });
  }

  /** Mostly small, sometimes long enough that a kill meets it half-way. */
  private bytes(): Buffer {
    const size = Math.floor(this.random() * (this.random() < 0.1 ? 8_000_000 : 60_000));
    return Buffer.alloc(size, Buffer.from([Math.floor(this.random() * 256), Math.floor(this.random() * 256), 7]));
  }

  private expected(): string {
    return this.files.candidates.map(told).join(" or ");
  }
}

function same(one: Files | undefined, other: Files | undefined): boolean {
  if (!one || !other) return one === other;
  return one.size === other.size && [...one].every(([name, bytes]) => other.get(name)?.equals(bytes));
}

function told(files: Files | undefined): string {
  return files ? `{${[...files].map(([name, bytes]) => `${name}: ${bytes.length} bytes`).join(", ")}}` : "nothing";
}
