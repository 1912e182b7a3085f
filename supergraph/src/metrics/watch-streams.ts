import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';

/** What is open right now. */
export interface OpenStreams {
  readonly upstreams: number;
  readonly subscriptions: number;
  /** Of the events that wait in the rings for their readers. */
  readonly queuedBytes: number;
}

export interface OpenSockets {
  readonly sockets: number;
  /** Written and not yet taken by the network. */
  readonly bufferedBytes: number;
}

/** Sockets and subscriptions, read when somebody scrapes. */
export function watchStreams(
  metrics: ProcessMetrics,
  streams: () => OpenStreams,
  sockets: () => OpenSockets,
): void {
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.gauge({ name, help, labels: [] }, () => [[{}, read()]]);
  gauge('moim_sockets', 'WebSockets of clients that are open.', () => sockets().sockets);
  gauge('moim_socket_buffered_bytes', 'Written to them, not yet sent.', () => sockets().bufferedBytes);
  gauge('moim_subscriptions', 'Subscriptions of clients that are open.', () => streams().subscriptions);
  gauge('moim_upstreams', 'Subscriptions at subgraphs that feed them.', () => streams().upstreams);
  gauge('moim_subscription_queue_bytes', 'Events that wait for readers.', () => streams().queuedBytes);
}
