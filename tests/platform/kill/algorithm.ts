import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cloneAddress, createAlgorithm, git, type Reply, send } from "../api/support";
import { Fate } from "./fate";
import type { World } from "./world";

/** What must be there of an algorithm. Commits are named by what its source answers. */
interface State {
  /** Head of master; undefined is the template's commit. */
  head: string | undefined;
  /** Commits whose build was acknowledged. */
  built: string[];
  /** Published versions, `"0.1.0": commit`; the commit is undefined when the answer did not arrive. */
  versions: Record<string, string | undefined>;
}

/** An algorithm that one worker changes. */
export class WorkedAlgorithm {
  private readonly state = new Fate<State | undefined>(undefined);
  private clone: string | undefined;
  private pushes = 0;

  constructor(
    private readonly world: World,
    private readonly name: string,
  ) {}

  async push(): Promise<void> {
    const state = this.state.value;
    if (!state) return this.create();
    const clone = await this.cloned();
    const answer = `${this.name} ${++this.pushes}`;
    await writeFile(join(clone, "requirements.txt"), "");
    await writeFile(join(clone, "src", `${this.name}.py`), `def apply(input):\n    return "${answer}"\n`);
    await git(clone, "commit", "--quiet", "--all", "--message", answer);
    const head = await git(clone, "rev-parse", "HEAD");
    await this.state.become({ ...state, head }, async () => {
      await git(clone, "push", "--quiet", cloneAddress(this.world.platform, this.name), "HEAD:master");
      return true;
    });
  }

  async compile(): Promise<void> {
    const state = this.state.value;
    // The template's packages are not what this is about.
    if (state?.head === undefined) return this.push();
    await this.state.become({ ...state, built: [...state.built, state.head] }, async () => {
      const { status, json } = await this.ask("POST", "/compile", {});
      expect([status, json.compilation?.successful, json.version_info?.git_hash]).toEqual([200, true, state.head]);
      return true;
    });
  }

  async publish(): Promise<void> {
    const state = this.state.value;
    if (!state || state.built.length === 0) return this.compile();
    const number = `0.${Object.keys(state.versions).length + 1}.0`;
    const next: State = { ...state, versions: { ...state.versions, [number]: undefined } };
    await this.state.become(next, async () => {
      const { status, json } = await this.ask("POST", "/versions", { settings: { algorithm_callability: "public" } });
      if (status === 400 && json.error.code === 1007) return false;
      expect([status, json.version_info?.semantic_version]).toEqual([200, number]);
      next.versions[number] = json.version_info.git_hash;
      return true;
    });
  }

  async remove(): Promise<void> {
    if (!this.state.value) return this.create();
    await this.state.become(undefined, async () => {
      expect(await this.ask("DELETE", "")).toMatchObject({ status: 204 });
      return true;
    });
    this.clone = undefined;
  }

  /** Everything acknowledged is there. Answers with the algorithm's id, if there is one. */
  async check(): Promise<string | undefined> {
    const found = await this.ask("GET", "");
    if (found.status === 404) {
      if (!this.state.candidates.includes(undefined))
        throw new Error(`${this.name} is gone, with ${JSON.stringify(this.state.candidates)}`);
      this.state.saw(undefined);
      this.clone = undefined;
      return undefined;
    }
    const seen = await this.read();
    const match = this.state.candidates.find((state) => state && fits(state, seen));
    if (!match) throw new Error(`${this.name} is ${JSON.stringify(seen)}, not ${JSON.stringify(this.state.candidates)}`);
    this.state.saw({ ...match, versions: seen.versions });
    return found.json.id;
  }

  /** Every published version answers what its commit says. */
  async checkAnswers(): Promise<void> {
    for (const [number, commit] of Object.entries(this.state.value?.versions ?? {})) {
      const said = await git(await this.cloned(), "log", "-1", "--format=%s", commit!);
      const path = `/v1/algo/${this.world.platform.owner}/${this.name}/${number}`;
      const { json } = await send(this.world.platform, "POST", path, { body: {}, headers: { "content-type": "application/json" } });
      expect([number, json.result]).toEqual([number, said]);
    }
  }

  private async create(): Promise<void> {
    this.clone = undefined;
    await this.state.become({ head: undefined, built: [], versions: {} }, async () => {
      await createAlgorithm(this.world.platform, this.name);
      return true;
    });
  }

  private async read() {
    const [versions, builds, refs] = await Promise.all([
      this.ask("GET", "/versions?published=true&limit=1000"),
      this.ask("GET", "/builds?limit=1000"),
      git(this.world.folder, "ls-remote", cloneAddress(this.world.platform, this.name), "refs/heads/master"),
    ]);
    const list: { version_info: { semantic_version: string; git_hash: string } }[] = versions.json.results;
    const built: { commit_sha: string; status: string }[] = builds.json.results;
    return {
      head: refs.split(/\s/)[0]!,
      builds: built.map(({ commit_sha }) => commit_sha),
      succeeded: built.filter(({ status }) => status === "succeeded").map(({ commit_sha }) => commit_sha),
      versions: Object.fromEntries(list.map(({ version_info: info }) => [info.semantic_version, info.git_hash])),
    };
  }

  private async cloned(): Promise<string> {
    if (this.clone) return this.clone;
    const clone = await mkdtemp(join(this.world.folder, "clone-"));
    await git(clone, "clone", "--quiet", cloneAddress(this.world.platform, this.name), clone);
    this.clone = clone;
    return clone;
  }

  private ask(method: string, path: string, body?: unknown): Promise<Reply> {
    return send(this.world.platform, method, `/v1/algorithms/${this.world.platform.owner}/${this.name}${path}`, { body });
  }
}

function fits(state: State, seen: { head: string; builds: string[]; succeeded: string[]; versions: Record<string, string> }): boolean {
  const numbers = Object.keys(state.versions);
  return (
    // A pushed head is built, sooner or later; the template is not.
    (state.head === undefined ? seen.builds.length === 0 : state.head === seen.head && seen.builds.includes(seen.head)) &&
    state.built.every((commit) => seen.succeeded.includes(commit)) &&
    numbers.length === Object.keys(seen.versions).length &&
    numbers.every((number) => (state.versions[number] ?? seen.versions[number]) === seen.versions[number] && seen.versions[number])
  );
}
