import type { Platform } from "../../client";
import { errors } from "../../errors";
import { engineLog } from "../../host/engine-log";
import { recallRunFacts } from "../../host/run-facts";
import { collectionOf, takeFileApart } from "../../model/store-uri";
import type { Actions, Properties } from "../shared/resource-handler";
import type { Inputs, RunFacts } from "./inputs";
import { upload } from "./upload";

/** What `ModelFile` does on a platform. */
export const actions: Actions<Inputs> = {
  create: async (inputs, platform) => ({ id: inputs.uri, outs: await put(inputs, platform) }),

  async read(id, state, platform) {
    const uri = String(state.uri ?? requireFile(id));
    const stat = await platform.data.stat(uri);
    if (stat?.kind !== "file") {
      // That the platform itself says so is made sure of: the collection is there, or missing in Algorithmia's own words.
      await platform.collections.find(collectionOf(uri));
      return undefined;
    }
    const isSame = stat.sizeBytes === state.sizeBytes && (stat.md5 ?? state.md5) === state.md5;
    const { store = collectionOf(uri), fileName, deleteOld, deleteOnDestroy } = state;
    const sha256 = isSame ? state.sha256 : state.uri === undefined ? undefined : `other bytes: md5 ${stat.md5 ?? "unknown"}`;
    const inputs = { store, fileName, uri, sha256, sizeBytes: stat.sizeBytes, deleteOld, deleteOnDestroy };
    return { props: { ...inputs, md5: stat.md5 }, inputs };
  },

  async update(_id, olds, inputs, platform) {
    const isElsewhere = olds.uri !== inputs.uri;
    const isSame = !isElsewhere && olds.sha256 === inputs.sha256;
    // Another permission alone moves no bytes.
    const outs = isSame ? { ...inputs, md5: olds.md5 } : await put(inputs, platform);
    if (isElsewhere && inputs.deleteOld && typeof olds.uri === "string") await platform.data.remove(olds.uri);
    return outs;
  },

  async remove(id, { uri = id, deleteOnDestroy }, platform) {
    if (deleteOnDestroy) await platform.data.remove(String(uri));
    else await engineLog(`${String(uri)} stays in storage; only the stack forgets it.`);
  },
};

async function put(inputs: Inputs, platform: Platform): Promise<Properties> {
  const facts = recallRunFacts<RunFacts>({ ...inputs }, inputs.uri);
  if (!facts) throw errors.FILE_PATH_UNKNOWN(inputs.uri);
  return { ...inputs, md5: await upload(inputs, facts, platform) };
}

function requireFile(id: string): string {
  const parts = takeFileApart(id);
  if (parts.kind === "invalid") throw errors.ID_INVALID("ModelFile", id, "data://owner/collection/file");
  return parts.uri;
}
