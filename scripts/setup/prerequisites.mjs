import { Fault } from "../lib/fault.mjs";
import { run } from "../lib/run.mjs";
import { isAtLeast, readVersion } from "../lib/version.mjs";

const needed = [
  { name: "Node.js", minimum: [20], probe: async () => process.version, install: "Install Node.js 20 or newer: https://nodejs.org" },
  { name: "npm", minimum: [9], probe: () => say("npm"), install: "Install npm 9 or newer; it comes with Node.js: https://nodejs.org" },
  { name: "git", minimum: [2, 20], probe: () => say("git"), install: "Install git 2.20 or newer, for example: sudo apt-get install git" },
  {
    name: "Python",
    minimum: [3, 10],
    probe: () => say("python3"),
    install: "Install Python 3.10 or newer as python3, for example: sudo apt-get install python3 python3-venv",
  },
];

/** Checks that Node.js, npm, git and Python are here and new enough. Throws a Fault that lists what to install. */
export async function checkPrerequisites(list = needed) {
  const complaints = await Promise.all([...list.map(complaint), environmentComplaint()]);
  const found = complaints.filter((text) => text !== undefined);
  if (found.length > 0) throw new Fault(`This project cannot be set up yet:\n${found.map((text) => `  - ${text}`).join("\n")}`);
}

/** Debian and Ubuntu split these off; without them no environment for an algorithm can be made. */
async function environmentComplaint() {
  const { code, error } = await run("python3", ["-c", "import ensurepip, venv"]);
  if (code !== 0 && !error) return "Python's venv module is missing. Install it, for example: sudo apt-get install python3-venv";
}

async function complaint({ name, minimum, probe, install }) {
  const text = await probe();
  if (text === undefined) return `${name} was not found. ${install}`;
  const version = readVersion(text);
  if (!isAtLeast(version, minimum)) return `${name} ${minimum.join(".")} or newer is needed, this is ${text}. ${install}`;
}

async function say(command) {
  const { code, stdout, stderr } = await run(command, ["--version"]);
  return code === 0 ? (stdout.trim() || stderr.trim()).split("\n")[0] : undefined;
}
