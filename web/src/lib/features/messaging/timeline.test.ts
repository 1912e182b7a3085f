import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyTimeline,
  hasEarlier,
  hasGap,
  type HistoryPage,
  mergeEvents,
  mergePage,
  type Sequenced,
  type SequencedEvent,
  shownMessages,
  type Timeline,
} from './timeline.ts';

const message = (seq: number): Sequenced => ({ id: `m${seq}`, seq });
const event = (seq: number): SequencedEvent<Sequenced> => ({ seq, message: message(seq) });
const events = (...seqs: number[]) => seqs.map(event);
const page = (from: number, upto: number): HistoryPage<Sequenced> => ({
  messages: Array.from({ length: upto - from + 1 }, (_, index) => message(from + index)),
  hasEarlier: from > 1,
});
const seqsOf = (timeline: Timeline<Sequenced>) => timeline.messages.map(({ seq }) => seq);
const upTo = (seq: number) => Array.from({ length: seq }, (_, index) => index + 1);

describe('mergeEvents', () => {
  it('appends what continues the known part', () => {
    const timeline = mergeEvents(mergePage(emptyTimeline(), page(1, 3)), events(4, 5));
    expect(seqsOf(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.uptoSeq).toBe(5);
  });

  it('keeps what arrives beyond a gap aside, still shows it, and resumes before the gap', () => {
    const timeline = mergeEvents(mergePage(emptyTimeline(), page(1, 3)), events(6));
    expect(timeline.uptoSeq).toBe(3);
    expect(hasGap(timeline)).toBe(true);
    expect(shownMessages(timeline).map(({ seq }) => seq)).toEqual([1, 2, 3, 6]);
  });

  it('closes the gap once the missing ones arrive', () => {
    const timeline = mergeEvents(mergePage(emptyTimeline(), page(1, 3)), events(6, 5, 4));
    expect(seqsOf(timeline)).toEqual(upTo(6));
    expect(hasGap(timeline)).toBe(false);
  });

  it('counts a number without a visible message as known', () => {
    const timeline = mergeEvents(mergePage(emptyTimeline(), page(1, 1)), [
      { seq: 2, message: null },
      event(3),
    ]);
    expect(seqsOf(timeline)).toEqual([1, 3]);
    expect(timeline.uptoSeq).toBe(3);
  });

  it('converges to the gapless sequence for any order, repetition and cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((last) =>
          fc.record({
            last: fc.constant(last),
            openedAt: fc.integer({ min: 0, max: last }),
            live: fc.array(fc.integer({ min: 1, max: last }), { maxLength: 80 }),
            cutEvery: fc.integer({ min: 1, max: 10 }),
          }),
        ),
        ({ last, openedAt, live, cutEvery }) => {
          let timeline = openedAt > 0 ? mergePage(emptyTimeline(), page(1, openedAt)) : emptyTimeline();
          for (let start = 0; start < live.length; start += cutEvery) {
            timeline = mergeEvents(timeline, events(...live.slice(start, start + cutEvery)));
            expect(seqsOf(timeline)).toEqual(upTo(timeline.uptoSeq));
          }
          const missed = upTo(last).slice(timeline.uptoSeq);
          timeline = mergeEvents(timeline, events(...missed));
          expect(seqsOf(timeline)).toEqual(upTo(last));
          expect(hasGap(timeline)).toBe(false);
        },
      ),
    );
  });
});

describe('mergePage', () => {
  it('puts history before what is known', () => {
    const timeline = mergePage(mergePage(emptyTimeline(), page(11, 20)), page(4, 10));
    expect(seqsOf(timeline)).toEqual(upTo(20).slice(3));
    expect(hasEarlier(timeline)).toBe(true);
  });

  it('knows the beginning of the room', () => {
    const timeline = mergePage(mergePage(emptyTimeline(), page(4, 6)), page(1, 3));
    expect(hasEarlier(timeline)).toBe(false);
  });

  it('starts anew when a fresh page lies beyond what is known', () => {
    const timeline = mergePage(mergePage(emptyTimeline(), page(1, 5)), page(50, 60));
    expect(seqsOf(timeline)).toEqual(page(50, 60).messages.map(({ seq }) => seq));
    expect(hasEarlier(timeline)).toBe(true);
  });

  it('leaves a room without messages as it is', () => {
    expect(mergePage(emptyTimeline(), { messages: [], hasEarlier: false })).toEqual(emptyTimeline());
  });

  it('never repeats or reorders a message, whatever pages and events are mixed', () => {
    const step = fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 10 }))
        .map(([from, more]) => page(from, from + more)),
      fc.array(fc.integer({ min: 1, max: 45 }), { maxLength: 5 }).map((seqs) => events(...seqs)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let timeline = emptyTimeline<Sequenced>();
        for (const next of steps)
          timeline = 'messages' in next ? mergePage(timeline, next) : mergeEvents(timeline, next);
        const { fromSeq, uptoSeq } = timeline;
        expect(seqsOf(timeline)).toEqual(upTo(uptoSeq).slice(fromSeq - 1));
        const shown = shownMessages(timeline).map(({ seq }) => seq);
        expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
      }),
    );
  });
});
