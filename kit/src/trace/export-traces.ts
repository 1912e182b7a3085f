import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { startRecording } from './span.ts';
import { TailSampler } from './tail-sampler.ts';
import type { Tracing } from './tracing.ts';

interface ExportOptions {
  readonly service: string;
  /** Of the collector, with its path. */
  readonly url: string;
  /** See `TRACE_RATIO`. */
  readonly ratio: number;
}

/** Milliseconds between two exports, and for one of them. */
const exportEveryMs = 1_000;
const exportWithinMs = 3_000;

/** Registers the process's tracer: the API keeps one, so this is called once. */
export function exportTraces({ service, url, ratio }: ExportOptions): Tracing {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: exportWithinMs });
  const batches = new BatchSpanProcessor(exporter, {
    scheduledDelayMillis: exportEveryMs,
    exportTimeoutMillis: exportWithinMs,
  });
  const provider = new NodeTracerProvider({
    resource: resourceOf(service),
    // Everything is recorded: what is worth keeping is known at the end.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new TailSampler({ next: batches, ratio })],
  });
  provider.register();
  startRecording();
  // Where the collector is away, the last spans are lost and the process ends all the same.
  return { stop: () => provider.shutdown().catch(() => undefined) };
}

/** Who traces: by name and process, without the host's user, command line or paths. */
function resourceOf(service: string): ReadableSpan['resource'] {
  const attributes = { 'service.name': service, 'service.namespace': 'moim', 'process.pid': process.pid };
  const resource: ReadableSpan['resource'] = {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: () => resource,
  };
  return resource;
}
