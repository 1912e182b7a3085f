import type { DeliveryLine } from './delivery-log.ts';

type Received = Extract<DeliveryLine, { op: 'received' }>;
type Follows = Extract<DeliveryLine, { op: 'follows' }>;

/** What the log breaks of the promise "each acknowledged send reaches each reader once and in order". */
export interface Deliveries {
  /** Acknowledged, or a place in the stream, and never received by a reader. */
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly reordered: readonly string[];
  /** Received, and nobody sent it. */
  readonly phantom: readonly string[];
  /** From the first attempt to send to each receipt, in ms; of what did not only warm up. */
  readonly latenciesMs: readonly number[];
  readonly acked: number;
  readonly received: number;
}

/** Looks at nothing but the clients' log. */
export function checkDeliveries(lines: readonly DeliveryLine[]): Deliveries {
  const sent = Map.groupBy(
    lines.filter((line) => line.op === 'sent'),
    ({ id }) => id,
  );
  const isDueIn = (stream: string) => (id: string) => sent.get(id)?.some((line) => line.stream === stream);
  const acked = new Set(lines.flatMap((line) => (line.op === 'acked' ? [line.id] : [])));
  const received = lines.filter((line) => line.op === 'received');
  const byReader = Map.groupBy(received, readingOf);
  const reads = lines
    .filter((line) => line.op === 'follows')
    .map((follows) => ({ follows, got: byReader.get(readingOf(follows)) ?? [] }));
  return {
    lost: reads.flatMap(({ follows, got }) => [
      ...holes(follows, got),
      ...unreceived(follows, got, [...acked].filter(isDueIn(follows.stream))),
    ]),
    duplicated: reads.flatMap(({ got }) => repeated(got)),
    reordered: reads.flatMap(({ got }) => backwards(got)),
    phantom: received.flatMap(({ reader, id }) => (id !== null && !sent.has(id) ? [`${reader}: ${id}`] : [])),
    latenciesMs: received.flatMap(({ id, atMs }) => {
      const [first] = (id !== null && sent.get(id)) || [];
      return first && !first.warmsUp ? [atMs - first.atMs] : [];
    }),
    acked: acked.size,
    received: received.length,
  };
}

const readingOf = ({ reader, stream }: Received | Follows): string => `${reader} ${stream}`;

/** Streams count 1, 2, 3 … without a gap. */
function holes(follows: Follows, got: readonly Received[]): string[] {
  const seen = new Set(got.map(({ seq }) => seq));
  const last = Math.max(follows.seq, ...seen);
  const missing = Array.from({ length: last - follows.seq }, (_, index) => follows.seq + 1 + index);
  return missing.filter((seq) => !seen.has(seq)).map((seq) => `${readingOf(follows)}: place ${seq}`);
}

function unreceived(follows: Follows, got: readonly Received[], ids: readonly string[]): string[] {
  const seen = new Set(got.map(({ id }) => id));
  return ids.filter((id) => !seen.has(id)).map((id) => `${readingOf(follows)}: ${id}`);
}

function repeated(got: readonly Received[]): string[] {
  const seqs = new Set<number>();
  const ids = new Set<string>();
  return got
    .filter(({ seq, id }) => {
      const isAgain = seqs.has(seq) || (id !== null && ids.has(id));
      seqs.add(seq);
      if (id !== null) ids.add(id);
      return isAgain;
    })
    .map((line) => `${readingOf(line)}: place ${line.seq}, ${line.id}`);
}

function backwards(got: readonly Received[]): string[] {
  let highest = 0;
  return got.flatMap((line) => {
    const isBehind = line.seq < highest;
    highest = Math.max(highest, line.seq);
    return isBehind ? [`${readingOf(line)}: place ${line.seq} after ${highest}`] : [];
  });
}
