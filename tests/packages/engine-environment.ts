import { delimiter, dirname, join } from "node:path";

/** The environment of a program that drives the engine, as of a user who is logged in to that folder. */
export const engineEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [dirname(process.env.PULUMI_ALGORITHMIA_ENGINE ?? "."), process.env.PATH].join(delimiter),
  PULUMI_BACKEND_URL: `file://${folder}`,
  PULUMI_CONFIG_PASSPHRASE: "",
  PULUMI_HOME: join(folder, "home"),
  PULUMI_SKIP_UPDATE_CHECK: "true",
});
