import { createServer, type RequestListener, type Server } from 'node:http';
import { z } from 'zod';
import { readConfiguration } from '../config/read-configuration.ts';
import { port } from '../config/variables.ts';
import { pause } from '../events/pause.ts';
import { listen, type ListenAddress, type ListeningServer } from '../server/listen.ts';
import type { ProcessMetrics } from './process-metrics.ts';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

const variables = z.object({
  /** Where Prometheus finds `/metrics`; nothing is measured without it. Never a public port. */
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
});

export interface MetricsServer {
  /** Null when nobody asked for metrics. */
  readonly metrics: ProcessMetrics | null;
  close(): Promise<void>;
}

/**
 * Serves the metrics of this process when its environment says where; otherwise nothing is loaded.
 *
 * @throws {StartupError} naming a variable that is wrong
 */
export async function startMetrics(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<MetricsServer> {
  const { METRICS_PORT: wanted, METRICS_HOST: host } = readConfiguration(variables, environment);
  if (wanted === undefined) return { metrics: null, close: () => Promise.resolve() };
  const { PrometheusMetrics } = await import('./prometheus-metrics.ts');
  const metrics = new PrometheusMetrics();
  return { metrics, ...serve(metrics, { port: wanted, host }) };
}

/** Milliseconds until a port is tried again that another process holds. */
const againMs = 1_000;

/** A process that replaces another gets the port when that has ended; whoever serves does not wait for it. */
function serve(metrics: PrometheusMetrics, address: ListenAddress): Pick<MetricsServer, 'close'> {
  const stopping = new AbortController();
  const serving = listenWhenFree(() => createServer(answerWith(metrics)), address, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await (await serving)?.close();
    },
  };
}

async function listenWhenFree(
  create: () => Server,
  address: ListenAddress,
  signal: AbortSignal,
): Promise<ListeningServer | null> {
  while (!signal.aborted) {
    try {
      return await listen(create(), address);
    } catch {
      await pause(againMs, signal);
    }
  }
  return null;
}

function answerWith(metrics: PrometheusMetrics): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}
