import { existsSync } from "node:fs";
import { join } from "node:path";

/** Pulumi's packages of clouds, which only the programs of examples/ import and only tests need: they are large. */
export const cloudPackages = [
  { name: "@pulumi/aws", version: "7.48.0", example: "s3" },
  { name: "@pulumi/azure-native", version: "3.28.0", example: "azure" },
  { name: "@pulumi/gcp", version: "9.37.0", example: "gcs" },
];

/** A folder of the clone: programs below it find these packages in it, and every other one in the clone's own `node_modules`. */
export function cloudPackagesFolder(root) {
  return join(root, "node_modules", ".cache", "cloud-packages");
}

/** Where a package of the list lies when it is there. */
export function folderOf({ name }, root) {
  return join(cloudPackagesFolder(root), "node_modules", name);
}

/** Is the version of the list there? */
export function isThere({ name, version }, root) {
  return existsSync(markOf({ name, version }, root));
}

/** Stands beside a package that is whole. */
export function markOf({ name, version }, root) {
  return join(cloudPackagesFolder(root), `${beginningOf(name)}${version}`);
}

/** Is this file's name the mark of any version of the package? */
export function isMarkOf(name, file) {
  return file.startsWith(beginningOf(name)) && /^\d/.test(file.slice(beginningOf(name).length));
}

function beginningOf(name) {
  return `${name.replace("/", "-")}-`;
}
