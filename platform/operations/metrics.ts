import type { FastifyInstance } from "fastify";
import type { Gauge, Histogram, Registry } from "prom-client";
import type { Answer } from "../engines";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Name of the route's row in the route table. */
    operation?: string;
  }
}

/** What is asked for when the figures are read. */
export interface Readings {
  /** Processes of algorithms, idle ones too. */
  instances(): number;
  /** Calls that wait for one of them. */
  waiting(): number;
  builds(): { waiting: number; running: number };
  /** Requests that are being answered. */
  requests(): number;
}

/** The platform's figures. Labels never name an algorithm, a user or a path: anybody may read them. */
export interface Metrics {
  install(app: FastifyInstance): void;
  /** Counts a call of an algorithm when it ends. */
  call(answer: Promise<Answer>): void;
  /** Everything in Prometheus' text format, with its content type. */
  text(): Promise<{ contentType: string; text: string }>;
}

interface Instruments {
  registry: Registry;
  requests: Histogram<"operation" | "method" | "status">;
  calls: Histogram<"outcome">;
}

// From small reads to long uploads and calls, in seconds.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300];

/** Counts for one platform. The library is loaded after the first answer, so that neither the start nor a client waits for it. */
export function createMetrics(readings: Readings): Metrics {
  let made: Instruments | undefined;
  const instruments = () => (made ??= makeInstruments(readings));
  return {
    install(app) {
      app.addHook("onResponse", async (request, reply) => {
        const operation = request.routeOptions.config.operation ?? "none";
        // As in the request log: the client went away before the answer was whole.
        const status = reply.raw.writableFinished ? reply.statusCode : 499;
        instruments().requests.observe({ operation, method: request.method, status }, reply.elapsedTime / 1000);
      });
    },
    call(answer) {
      answer.then(
        ({ ok, durationSeconds }) => instruments().calls.observe({ outcome: ok ? "result" : "error" }, durationSeconds),
        // A failure of the platform itself: its request answers 500 and is counted there.
        () => {},
      );
    },
    async text() {
      const { registry } = instruments();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function makeInstruments(readings: Readings): Instruments {
  const prom = require("prom-client") as typeof import("prom-client");
  const registry = new prom.Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new prom.Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("algorithmia_requests_running", "Requests that are being answered.", readings.requests);
  gauge("algorithmia_instances", "Processes of algorithms, idle ones too.", readings.instances);
  gauge("algorithmia_calls_waiting", "Calls that wait for an instance.", readings.waiting);
  gauge("algorithmia_builds_waiting", "Builds in line.", () => readings.builds().waiting);
  gauge("algorithmia_builds_running", "Builds that run.", () => readings.builds().running);
  gauge("process_resident_memory_bytes", "Memory of the platform's process, without algorithms and builds.", () =>
    process.memoryUsage.rss(),
  );
  return {
    registry,
    requests: new prom.Histogram({
      name: "algorithmia_request_duration_seconds",
      help: "Answered requests by operation, method and status (499: the client went away).",
      labelNames: ["operation", "method", "status"],
      buckets,
      registers,
    }),
    calls: new prom.Histogram({
      name: "algorithmia_call_duration_seconds",
      help: "Calls of algorithms by outcome, with the time in the algorithm.",
      labelNames: ["outcome"],
      buckets,
      registers,
    }),
  };
}
