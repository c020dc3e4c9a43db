"use strict";

/**
 * Calls an algorithm's `apply` in whichever of its styles it is written: it calls back with `(error, result)`, returns a promise, or
 * returns its result. Whatever comes first counts.
 */
exports.callApply = (apply, data) =>
  new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    // One that takes the callback means to call it, whatever it returns meanwhile.
    const callsBack = apply.length >= 2;
    const returned = apply(data, callback);
    if (typeof returned?.then === "function") {
      returned.then((result) => (callsBack && result === undefined ? undefined : resolve(result)), reject);
    } else if (!callsBack) resolve(returned);
  });
