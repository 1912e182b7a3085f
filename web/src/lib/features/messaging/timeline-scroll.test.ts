import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TimelineRow } from './timeline-rows.ts';
import { TimelineScroll } from './timeline-scroll.svelte.ts';

const rowPx = 100;
const viewportPx = 300;

/** Of messages 1 to `count`, the first new one being `firstNewSeq`. */
function rowsOf(count: number, firstNewSeq: number | null = null): TimelineRow[] {
  return Array.from({ length: count }, (_, index) => rowOf(index + 1, firstNewSeq));
}

function rowOf(seq: number, firstNewSeq: number | null = null): TimelineRow {
  const nothing = { text: null, startsAt: null, previousStartsAt: null, score: null, sender: null };
  return {
    key: `${seq}`,
    message: {
      ...{
        __typename: 'Message',
        id: `${seq}`,
        seq,
        kind: 'TEXT',
        sentAt: '2026-11-21T09:00:00Z',
        cards: [],
      },
      ...nothing,
    },
    ...{ day: null, isGrouped: false, outgoing: null },
    isFirstNew: seq === firstNewSeq,
  };
}

/** Somebody who looks at a list of rows of one height, three of which are seen. */
function readerOf(rows: TimelineRow[]) {
  const read: number[] = [];
  let offset = 0;
  const list = {
    getScrollSize: () => rows.length * rowPx,
    getScrollOffset: () => offset,
    getViewportSize: () => viewportPx,
    findItemIndex: (px: number) => Math.floor(px / rowPx),
    scrollToIndex: (index: number, to?: { align?: string; offset?: number }) => {
      const startPx = to?.align === 'end' ? (index + 1) * rowPx - viewportPx : index * rowPx;
      const mostPx = Math.max(0, rows.length * rowPx - viewportPx);
      offset = Math.min(Math.max(0, startPx + (to?.offset ?? 0)), mostPx);
    },
  };
  const feed = {
    get uptoSeq() {
      return rows.length;
    },
    readSeq: 0,
    earlierFailed: false,
    markRead: (seq: number) => void read.push(seq),
    markNew: () => undefined,
    loadEarlier: () => Promise.resolve(),
  };
  const scroll = new TimelineScroll(
    feed,
    () => list,
    () => rows,
  );
  return { scroll, list, rows, readUptoSeq: () => Math.max(0, ...read) };
}

/** A message comes while the rows are still measured. */
async function placeWhileOneComes({ scroll, list, rows }: ReturnType<typeof readerOf>): Promise<void> {
  const placed = scroll.place(list);
  rows.push(rowOf(rows.length + 1));
  scroll.follow();
  await placed;
  await new Promise(requestAnimationFrame);
}

beforeEach(() => {
  vi.stubGlobal('$state', (initial: unknown) => initial);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setImmediate(draw));
  vi.stubGlobal('document', { visibilityState: 'visible', hasFocus: () => true });
});
afterEach(() => vi.unstubAllGlobals());

describe('a message that comes before the reader has a place', () => {
  it('leaves them at the first new one, and what they have not seen unread', async () => {
    const reader = readerOf(rowsOf(20, 6));
    await placeWhileOneComes(reader);
    expect(reader.list.getScrollOffset()).toBe(420);
    expect(reader.readUptoSeq()).toBe(8);
    expect(reader.scroll.isAtEnd).toBe(false);
  });

  it('is seen by whoever has nothing new', async () => {
    const reader = readerOf(rowsOf(20));
    await placeWhileOneComes(reader);
    expect(reader.list.getScrollOffset()).toBe(1_800);
    expect(reader.readUptoSeq()).toBe(21);
    expect(reader.scroll.isAtEnd).toBe(true);
  });
});

describe('a conversation', () => {
  it('is not shown before the reader has a place', async () => {
    const { scroll, list } = readerOf(rowsOf(20));
    const placed = scroll.place(list);
    expect(scroll.isPlaced).toBe(false);
    await placed;
    expect(scroll.isPlaced).toBe(true);
  });

  it('that began empty shows its first message at once', async () => {
    const { scroll, list, rows } = readerOf([]);
    rows.push(rowOf(1));
    const placed = scroll.place(list);
    expect(scroll.isPlaced).toBe(true);
    await placed;
  });
});
