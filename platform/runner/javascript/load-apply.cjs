"use strict";
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

/** Loads a module, CommonJS or ES, and returns what answers its calls: `exports.apply`, or the module itself if it is a function. */
exports.loadApply = async (sourceFolder, moduleFile) => {
  const loaded = await import(pathToFileURL(join(sourceFolder, moduleFile)).href);
  for (const apply of [loaded.apply, loaded.default?.apply, loaded.default]) if (isOwn(apply)) return apply;
  throw new TypeError(
    `${moduleFile} exports no function apply(input, callback). Write for example: exports.apply = async (input) => input;`,
  );
};

/** A function's own `apply` is that of Function.prototype. */
const isOwn = (apply) => typeof apply === "function" && apply !== Function.prototype.apply;
