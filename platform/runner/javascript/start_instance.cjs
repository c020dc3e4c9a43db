"use strict";
// Starts one instance of a JavaScript algorithm: `node start_instance.cjs MODULE`, MODULE relative to the working directory.
// It loads the module and answers its calls, one after the other, until the platform closes its end.

const { answerTo, describeError } = require("./answers.cjs");
const { callApply } = require("./call-apply.cjs");
const { openChannel } = require("./channel.cjs");
const { loadApply } = require("./load-apply.cjs");
const { catchStrays } = require("./strays.cjs");

const [moduleFile] = process.argv.slice(2);
const sourceFolder = process.cwd();
const channel = openChannel();
const strays = catchStrays();
const trace = { sourceFolder, ownFolder: __dirname };

process.argv.splice(1, process.argv.length, moduleFile);
strays.during(() => loadApply(sourceFolder, moduleFile)).then(serve, refuse);

async function serve(apply) {
  await channel.ready();
  channel.onRequest(async (data) => {
    await channel.answer(
      await answerTo(
        strays.during(() => callApply(apply, data)),
        trace,
      ),
    );
    // Nobody knows what state it is in: that was its last answer.
    if (strays.any()) process.exit(1);
  });
}

async function refuse(error) {
  await channel.failed(describeError(error, "InitializationError", trace));
  process.exit(1);
}
