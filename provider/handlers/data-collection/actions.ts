import type { CollectionState } from "../../client";
import { errors } from "../../errors";
import { collectionUri } from "../../inputs/plain";
import { adopt } from "../shared/adopt";
import type { Actions } from "../shared/resource-handler";

/** The inputs as the state keeps them. */
export interface Inputs {
  /** `data://owner/name` */
  collection: string;
  readAcl: keyof typeof readLists;
  forceDelete?: true;
}

/** The read lists that exist, in the API's words (reference §2.4). */
const readLists = { private: [], myAlgorithms: ["algo://.my/*"], public: ["user://*"] } satisfies Record<string, string[]>;

/** What `DataCollection` does on a platform. */
export const actions: Actions<Inputs> = {
  async create(inputs, platform) {
    const { collection, readAcl } = inputs;
    const existing = await platform.collections.find(collection);
    if (existing) adopt(`Collection ${collection}`, { readAcl: readAclOf(existing) }, { readAcl });
    else await platform.collections.create(collection, [...readLists[readAcl]]);
    return { id: collection, outs: { ...inputs } };
  },

  async read(id, state, platform) {
    const collection = String(state.collection ?? requireCollection(id));
    const found = await platform.collections.find(collection);
    if (!found) return undefined;
    const readAcl = readAclOf(found) ?? state.readAcl ?? "myAlgorithms";
    const inputs = { collection, readAcl, ...(state.forceDelete ? { forceDelete: true } : {}) };
    return { props: inputs, inputs };
  },

  async update(_id, olds, inputs, platform) {
    if (olds.readAcl !== inputs.readAcl) await platform.collections.setReadAcl(inputs.collection, [...readLists[inputs.readAcl]]);
    return { ...inputs };
  },

  async remove(id, { collection = id, forceDelete }, platform) {
    const uri = String(collection);
    const found = await platform.collections.find(uri);
    if (found?.hasFiles && !forceDelete) throw errors.COLLECTION_HAS_FILES(uri);
    if (found) await platform.collections.remove(uri, { force: Boolean(forceDelete) });
  },
};

/** The name of the read list; a list that has none shows as its text. */
function readAclOf({ readAcl }: CollectionState): string | undefined {
  if (readAcl === undefined) return undefined;
  const text = JSON.stringify(readAcl);
  return Object.entries(readLists).find(([, list]) => JSON.stringify(list) === text)?.[0] ?? text;
}

function requireCollection(id: string): string {
  const parsed = collectionUri(id);
  if (!("value" in parsed)) throw errors.ID_INVALID("DataCollection", id, "data://owner/name");
  return String(parsed.value);
}
