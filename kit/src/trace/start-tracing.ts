import { z } from 'zod';
import { readConfiguration } from '../config/read-configuration.ts';
import { httpUrl } from '../config/variables.ts';
import type { Tracing } from './tracing.ts';

const variables = z.object({
  /** A collector that takes OTLP over HTTP, e.g. `http://127.0.0.1:4318`; nothing is traced without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  /** Share of the traces that are kept although nothing failed or took long, 0 to 1. */
  TRACE_RATIO: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
    .transform(Number)
    .default(0.05),
});

const off: Tracing = { stop: () => Promise.resolve() };

/**
 * Traces this process when its environment names a collector. Otherwise nothing is loaded.
 *
 * @param service - the process as the traces name it, e.g. `messaging`
 * @throws {StartupError} naming a variable that is wrong
 */
export async function startTracing(
  service: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACE_RATIO: ratio } = readConfiguration(
    variables,
    environment,
  );
  if (!endpoint) return off;
  const { exportTraces } = await import('./export-traces.ts');
  return exportTraces({ service, url: `${endpoint.href.replace(/\/$/, '')}/v1/traces`, ratio });
}
