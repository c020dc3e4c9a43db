"use strict";

/**
 * Catches what nobody else does: errors thrown from a timer or an event, and rejected promises without a handler. They fail the work
 * that is done `during` that time, for they most likely belong to it; at any other time they end the process, as Node does by itself.
 */
exports.catchStrays = () => {
  let caught = false;
  let fail;
  process.on("uncaughtException", (error) => {
    caught = true;
    if (fail) return fail(error);
    console.error(error);
    process.exit(1);
  });
  return {
    /** Does some work, which fails when a stray error comes first. */
    during: (work) =>
      new Promise((resolve, reject) => {
        fail = reject;
        work().then(resolve, reject);
      }).finally(() => {
        fail = undefined;
      }),
    /** True once there was one. */
    any: () => caught,
  };
};
