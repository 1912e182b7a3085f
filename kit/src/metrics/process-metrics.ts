/** Values of a metric's labels, each from a small fixed set: a new value is a new series for ever. */
export type Labels = Readonly<Record<string, string>>;
export type Reading = readonly [labels: Labels, value: number];

export interface MetricName {
  /** With its unit, as https://prometheus.io/docs/practices/naming/ asks. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** The metrics of one process. Asking for a name again answers the same metric. */
export interface ProcessMetrics {
  counter(metric: MetricName): (labels: Labels, by?: number) => void;
  /** @param buckets - upper bounds in the metric's unit, ascending */
  histogram(metric: MetricName, buckets: readonly number[]): (labels: Labels, value: number) => void;
  /** `read` is called at each scrape; what it does not answer is not shown, nor is anything when it throws. */
  gauge(metric: MetricName, read: () => Promise<readonly Reading[]> | readonly Reading[]): void;
}

/** For a process that nobody scrapes. */
export const unmeasured: ProcessMetrics = {
  counter: () => () => undefined,
  histogram: () => () => undefined,
  gauge: () => undefined,
};
