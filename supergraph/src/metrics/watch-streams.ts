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

interface Watched {
  readonly hub: { readonly open: OpenStreams };
  readonly socket: { readonly open: OpenSockets };
}

/** Sockets and subscriptions of all variants, read when somebody scrapes. */
export function watchStreams(metrics: ProcessMetrics, variants: readonly Watched[]): void {
  const sum = (read: (one: Watched) => number): number =>
    variants.reduce((total, one) => total + read(one), 0);
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.gauge({ name, help, labels: [] }, () => [[{}, read()]]);
  gauge('moim_sockets', 'WebSockets of clients that are open.', () =>
    sum(({ socket }) => socket.open.sockets),
  );
  gauge('moim_socket_buffered_bytes', 'Written to them, not yet sent.', () =>
    sum(({ socket }) => socket.open.bufferedBytes),
  );
  gauge('moim_subscriptions', 'Subscriptions of clients that are open.', () =>
    sum(({ hub }) => hub.open.subscriptions),
  );
  gauge('moim_upstreams', 'Subscriptions at subgraphs that feed them.', () =>
    sum(({ hub }) => hub.open.upstreams),
  );
  gauge('moim_subscription_queue_bytes', 'Events that wait for readers.', () =>
    sum(({ hub }) => hub.open.queuedBytes),
  );
}
