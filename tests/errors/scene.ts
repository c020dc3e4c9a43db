import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Hand } from "../support/algorithm";
import type { RunningPlatform } from "../support/platform";
import type { Tap } from "../support/tap";

/** Where an error is provoked: a platform in a process of its own, and the wire to it. */
export interface Scene {
  platform: RunningPlatform;
  /** Between the client and the platform; what it does to requests ends with the scenario. */
  tap: Tap;
  /** Of this scenario alone; gone after it. */
  folder: string;
  /** What must not be told, besides the platform's own keys. */
  secrets: string[];
}

/** Provokes one error. @returns what the person is told */
export type Scenario = (scene: Scene) => Promise<string>;

/** A scenario for every code of a group of the error table. */
export type Scenarios<Group> = { [Code in keyof Group]: Scenario };

/** @returns the path of a file in the scenario's folder */
export function written({ folder }: Pick<Scene, "folder">, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** An algorithm with this source and nothing published; what is not a module of its own name is not built for long. */
export async function pushed({ platform }: Pick<Scene, "platform">, name: string, files: Record<string, string>): Promise<Hand> {
  const hand = new Hand(platform, name);
  await hand.create();
  await hand.push(files, "The algorithm");
  return hand;
}

/** A source that names a model and answers with the name: nothing is loaded, and it is built within a second. */
export const naming = (uri: string) => `MODEL = "${uri}"\n\n\ndef apply(input):\n    return MODEL\n`;

/** An algorithm of one Python file that needs no package: it is built within a second. */
export function pushedPython(scene: Pick<Scene, "platform">, name: string, source: (uri: string) => string): Promise<Hand> {
  return pushed(scene, name, { "src/__init__.py": "", [`src/${name}.py`]: source(`data://${scene.platform.owner}/${name}/model.txt`) });
}

/** The same algorithm as the client reaches it: through the tap. */
export function tapped({ platform, tap }: Pick<Scene, "platform" | "tap">, { name }: Pick<Hand, "name">): Hand {
  return new Hand({ ...platform, url: tap.url }, name);
}

/** Made by the first scenario that asks for it, and shared by the others of its file. */
export function once<Value>(make: (scene: Scene) => Promise<Value>): (scene: Scene) => Promise<Value> {
  let made: Promise<Value> | undefined;
  return (scene) => {
    made ??= make(scene);
    return made;
  };
}
