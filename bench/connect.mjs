import { Agent, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { newAlgorithm } from "./algorithm.mjs";

/** Asks a platform over 64 connections that stay open, as a service would. */
export function connectTo({ url, owner, apiKey }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const ask = async (method, path, body) => {
    const headers = { Authorization: apiKey, "Content-Type": "application/json" };
    const asking = request(`${url}${path}`, { method, agent, headers });
    const answered = new Promise((resolve, reject) => asking.once("response", resolve).once("error", reject));
    asking.end(body);
    const answer = await answered;
    const text = (await buffer(answer)).toString();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text;
  };
  return {
    owner,
    ask,
    collection: (name) => ask("POST", `/v1/data/${owner}`, JSON.stringify({ name })),
    algorithm: (name) => ask("POST", `/v1/algorithms/${owner}`, JSON.stringify(newAlgorithm(name))),
  };
}
