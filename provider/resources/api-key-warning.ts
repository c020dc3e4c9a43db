import * as pulumi from "@pulumi/pulumi";
import * as runtimeConfig from "@pulumi/pulumi/runtime/config.js";
import { configKeys } from "../client/connection-keys";

let warned = false;

/** Present at run time, left out of the SDK's types; without it there is no telling, hence no warning. */
const { isConfigSecret } = runtimeConfig as { isConfigSecret?: (key: string) => boolean };

/** The engine keeps stack configuration in its state: a key that is set without `--secret` can be read there. */
export function warnAboutPlainKey(): void {
  const { key } = configKeys.apiKey;
  const [namespace = "", name = ""] = key.split(":");
  if (warned || new pulumi.Config(namespace).get(name) === undefined || isConfigSecret?.(key) !== false) return;
  warned = true;
  void pulumi.log.warn(
    `${key} is set in clear text, and the stack's state keeps it so. Set it again: pulumi config set --secret ${key} <key>`,
  );
}
