import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricName, ProcessMetrics, Reading } from './process-metrics.ts';

type Read = Parameters<ProcessMetrics['gauge']>[1];

/** In the text format of Prometheus, beside what its client says of every Node process. */
export class PrometheusMetrics implements ProcessMetrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #readers = new Map<string, Set<Read>>();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  counter(metric: MetricName): ReturnType<ProcessMetrics['counter']> {
    const counter = this.#counters.get(metric.name) ?? new Counter(this.#configuration(metric));
    this.#counters.set(metric.name, counter);
    return (labels, by = 1) => counter.inc(labels, by);
  }

  histogram(metric: MetricName, buckets: readonly number[]): ReturnType<ProcessMetrics['histogram']> {
    const made = () => new Histogram({ ...this.#configuration(metric), buckets: [...buckets] });
    const histogram = this.#histograms.get(metric.name) ?? made();
    this.#histograms.set(metric.name, histogram);
    return (labels, value) => histogram.observe(labels, value);
  }

  gauge(metric: MetricName, read: Read): void {
    const readers = this.#readers.get(metric.name);
    if (readers) readers.add(read);
    else this.#readers.set(metric.name, this.#openGauge(metric, new Set([read])));
  }

  #openGauge(metric: MetricName, readers: Set<Read>): Set<Read> {
    const gauge: Gauge = new Gauge({
      ...this.#configuration(metric),
      collect: async () => {
        const readings = await Promise.all([...readers].map(readOrNothing));
        gauge.reset();
        for (const [labels, value] of readings.flat()) gauge.set(labels, value);
      },
    });
    return readers;
  }

  #configuration({ name, help, labels }: MetricName) {
    return { name, help, labelNames: [...labels], registers: [this.#registry] };
  }
}

async function readOrNothing(read: Read): Promise<readonly Reading[]> {
  try {
    return await read();
  } catch {
    return []; // A gap in the series says that there is no answer; an old value would hide it.
  }
}
