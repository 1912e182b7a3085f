/** The part of a message that ordering needs; `seq` counts from 1 without a gap in each room. */
export interface Sequenced {
  readonly id: string;
  readonly seq: number;
}

/** One live event; `message` is null when the viewer may not see what happened at this number. */
export interface SequencedEvent<M extends Sequenced> {
  readonly seq: number;
  readonly message: M | null;
}

/** A page of history: ascending, complete between its first and its last message. */
export interface HistoryPage<M extends Sequenced> {
  readonly messages: readonly M[];
  readonly hasEarlier: boolean;
}

/**
 * What a room shows: everything from `fromSeq` to `uptoSeq` is known, and what arrived beyond a gap
 * waits in `ahead`. `uptoSeq` is the cursor to resume from; 0 before anything is known.
 */
export interface Timeline<M extends Sequenced> {
  readonly fromSeq: number;
  readonly uptoSeq: number;
  readonly messages: readonly M[];
  readonly ahead: readonly SequencedEvent<M>[];
}

export function emptyTimeline<M extends Sequenced>(): Timeline<M> {
  return { fromSeq: 1, uptoSeq: 0, messages: [], ahead: [] };
}

/** Adds live events in any order and any number of times; each message appears once, in order. */
export function mergeEvents<M extends Sequenced>(
  timeline: Timeline<M>,
  events: readonly SequencedEvent<M>[],
): Timeline<M> {
  const ahead = new Map(timeline.ahead.map((event) => [event.seq, event]));
  for (const event of events) if (event.seq > timeline.uptoSeq) ahead.set(event.seq, event);
  return absorb(timeline, ahead);
}

/**
 * Joins a page with what is known when they touch or overlap. A newer page that does not touch
 * replaces it, because what lies between is unknown; an older one that does not touch is dropped.
 */
export function mergePage<M extends Sequenced>(timeline: Timeline<M>, page: HistoryPage<M>): Timeline<M> {
  const firstSeq = page.messages[0]?.seq;
  const lastSeq = page.messages.at(-1)?.seq;
  if (firstSeq === undefined || lastSeq === undefined) return timeline;

  const pageFromSeq = page.hasEarlier ? firstSeq : 1;
  const ahead = new Map(timeline.ahead.map((event) => [event.seq, event]));
  const isNewer = pageFromSeq > timeline.uptoSeq + 1;
  if (timeline.uptoSeq === 0 || isNewer)
    return absorb({ ...timeline, fromSeq: pageFromSeq, uptoSeq: lastSeq, messages: page.messages }, ahead);
  if (lastSeq + 1 < timeline.fromSeq) return timeline;

  const earlier = page.messages.filter((message) => message.seq < timeline.fromSeq);
  const later = page.messages.filter((message) => message.seq > timeline.uptoSeq);
  const joined = {
    ...timeline,
    fromSeq: Math.min(pageFromSeq, timeline.fromSeq),
    uptoSeq: Math.max(lastSeq, timeline.uptoSeq),
    messages: [...earlier, ...timeline.messages, ...later],
  };
  return absorb(joined, ahead);
}

/** True while something arrived beyond a gap: what lies between has to be asked for. */
export function hasGap(timeline: Timeline<Sequenced>): boolean {
  return timeline.ahead.length > 0;
}

/** True when older messages exist that are not loaded. */
export function hasEarlier(timeline: Timeline<Sequenced>): boolean {
  return timeline.fromSeq > 1;
}

/** Everything that can be shown now, also what waits beyond a gap, ascending. */
export function shownMessages<M extends Sequenced>(timeline: Timeline<M>): readonly M[] {
  if (!hasGap(timeline)) return timeline.messages;
  return [...timeline.messages, ...timeline.ahead.flatMap(({ message }) => message ?? [])];
}

/** Moves what now continues the known part out of `ahead`. */
function absorb<M extends Sequenced>(
  timeline: Timeline<M>,
  ahead: Map<number, SequencedEvent<M>>,
): Timeline<M> {
  let { uptoSeq } = timeline;
  const continued: M[] = [];
  for (let next = ahead.get(uptoSeq + 1); next; next = ahead.get(uptoSeq + 1)) {
    if (next.message) continued.push(next.message);
    uptoSeq = next.seq;
  }
  const messages = continued.length > 0 ? [...timeline.messages, ...continued] : timeline.messages;
  const waiting = [...ahead.values()].filter((event) => event.seq > uptoSeq);
  return { ...timeline, uptoSeq, messages, ahead: waiting.sort((a, b) => a.seq - b.seq) };
}
