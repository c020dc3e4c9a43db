import { createRequire } from "node:module";
import { compare, output, seconds } from "./measure.mjs";
import { gibibyte, withModelFile } from "./model-file.mjs";

const { hashModel } = createRequire(import.meta.url)("../provider/dist/model/hash-model.js");

/** How fast a model is hashed, as a share of what `openssl dgst -sha256` manages on the same file. */
export async function run({ tell }) {
  return withModelFile(gibibyte, async (path) => {
    const ours = () => seconds(() => hashModel(path));
    const openssl = () => seconds(() => output("openssl", ["dgst", "-sha256", path]));
    const { ratio, ratios } = await compare(5, openssl, ours);
    tell(`hash 1 GiB, openssl's time / ours: ${ratios.join(" ")}`);
    return [
      {
        what: "hashing 1 GiB, share of the reference's speed",
        value: ratio,
        unit: "",
        reference: "openssl dgst -sha256",
        target: "≥ 0.85",
        holds: ratio >= 0.85,
      },
    ];
  });
}
