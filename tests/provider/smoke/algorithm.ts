import { connect, type Platform } from "../../../provider/client";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";

/** An algorithm that answers texts, JSON and bytes, prints, fails, dawdles, and loads something at its first call. */
const source = (digit: number) => `import time

loaded = False


def apply(input):
    global loaded
    print("asked for", type(input).__name__)
    if input == "load":
        if not loaded:
            time.sleep(4.5)
        loaded = True
        return "loaded"
    if isinstance(input, (bytes, bytearray)):
        return bytes(reversed(input))
    if isinstance(input, str):
        return "hello " + input
    if "sleep" in input:
        time.sleep(input["sleep"])
    if input.get("pixels") == []:
        print("the picture is empty")
        raise ValueError("no pixels")
    if input.get("old") == "fails" and ${digit} == 8:
        raise KeyError("old")
    return {"digit": ${digit}, "scores": [0.1, 0.${digit}], "input": input}
`;

export const filesOf = (name: string, digit: number) => ({
  "algorithmia.conf": JSON.stringify({ username: "demo", algoname: name, language: "python3" }),
  "requirements.txt": "",
  "src/__init__.py": "",
  [`src/${name}.py`]: source(digit),
});

export interface TwoBuilds {
  running: RunningPlatform;
  platform: Platform;
  /** `owner/name` */
  algorithm: string;
  /** A published version: every digit is an 8. */
  serving: string;
  /** A commit that is built and not published: every digit is a 3. */
  candidate: string;
  stop(): Promise<void>;
}

/** A real platform with an algorithm of which one version serves, and a newer commit is built and not published. */
export async function startWithTwoBuilds(): Promise<TwoBuilds> {
  const running = await startPlatformProcess();
  const hand = new Hand(running, "digits");
  await hand.create();
  await hand.push(filesOf("digits", 8));
  const serving = await hand.publish();
  const candidate = await hand.push(filesOf("digits", 3));
  const platform = connect({ apiAddress: running.url, gitAddress: new URL(running.gitUrl).origin, apiKey: running.apiKey });
  await platform.algorithms.compile(hand.algorithm, candidate, 60);
  const stop = async () => {
    platform.close();
    await running.stop();
  };
  return { running, platform, algorithm: hand.algorithm, serving, candidate, stop };
}
