import type * as pulumi from "@pulumi/pulumi";
import { connect, resolveConnection } from "../client";
import { errors } from "../errors";
import { splitVersion, withVersion } from "../model/object-version";
import { configurationOf, stackConfiguration } from "./platform-configuration";
import { AlgorithmiaProvider } from "./provider";

/**
 * Asks the store behind a data connector for the hash of an object, and for its current version where none is named: both come with
 * one answer, so they belong together. The program asks, so that a preview shows what it will roll out.
 *
 * @throws MODEL_NOT_IN_STORE, STORED_MODEL_SHA256_UNKNOWN, PROVIDER_NOT_KNOWN, and the codes of `errors/stores.ts`
 */
export async function askStore(uri: string, options: pulumi.CustomResourceOptions): Promise<{ uri: string; sha256: string }> {
  const provider = providerOf(options);
  const platform = connect(resolveConnection({ config: provider ? await configurationOf(provider) : stackConfiguration }));
  try {
    const stat = await platform.data.stat(uri);
    if (stat?.kind !== "file") throw errors.MODEL_NOT_IN_STORE(uri);
    if (stat.sha256 === undefined) throw errors.STORED_MODEL_SHA256_UNKNOWN(uri);
    const { uri: plain, versionId = stat.versionId } = splitVersion(uri);
    return { uri: withVersion(plain, versionId), sha256: stat.sha256 };
  } finally {
    platform.close();
  }
}

/** The resource itself is not made yet: its provider is the one that it is given, or that of its parent. */
function providerOf({ provider, parent }: pulumi.CustomResourceOptions): AlgorithmiaProvider | undefined {
  if (provider instanceof AlgorithmiaProvider) return provider;
  return parent && AlgorithmiaProvider.of(parent);
}
