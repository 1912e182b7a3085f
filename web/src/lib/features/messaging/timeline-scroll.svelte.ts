import { tick } from 'svelte';
import type { Virtualizer } from 'virtua/svelte';
import type { RoomFeed } from './room-feed.svelte.ts';
import { type TimelineRow, unsentSeq } from './timeline-rows.ts';

/** Closer to the end than this counts as being there, in pixels. */
const atEndWithin = 60;
/** Older messages are asked for before the reader gets to the top, in pixels. */
const loadWithin = 800;
/** What of the lowest row must be seen for it to be read, in pixels. */
const seenPx = 12;
/** The divider stands this far below the upper edge, in pixels. */
const dividerPx = 80;
/** Rows are measured as they are drawn; longer than this the reader does not wait for it, in frames. */
const mostFrames = 12;

type List = Pick<
  Virtualizer<TimelineRow>,
  'scrollToIndex' | 'getScrollSize' | 'getScrollOffset' | 'getViewportSize' | 'findItemIndex'
>;
type Feed = Pick<RoomFeed, 'uptoSeq' | 'readSeq' | 'earlierFailed' | 'markRead' | 'markNew' | 'loadEarlier'>;

/** Where the reader is in a conversation: stays at the end with them, and notices what they have read. */
export class TimelineScroll {
  isAtEnd = $state(true);
  /** Nothing is shown before the reader's place is reached: it would jump under their eyes. */
  isPlaced = $state(false);
  #isPlacing = false;
  readonly #feed: Feed;
  readonly #beganEmpty: boolean;
  readonly #list: () => List | undefined;
  readonly #rows: () => readonly TimelineRow[];

  constructor(feed: Feed, list: () => List | undefined, rows: () => readonly TimelineRow[]) {
    this.#feed = feed;
    this.#list = list;
    this.#rows = rows;
    this.#beganEmpty = rows().length === 0;
  }

  /** Where the reader starts: at the first new message, else at the end. Once. */
  async place(list: List): Promise<void> {
    if (this.#isPlacing) return;
    this.#isPlacing = true;
    const firstNew = this.#rows().findIndex(({ isFirstNew }) => isFirstNew);
    // What comes before the place is reached must not carry the reader past what is new.
    this.isAtEnd = firstNew < 0;
    // An empty conversation is on the screen already: hiding it would take the focus away.
    this.isPlaced = this.#beganEmpty;
    await tick();
    if (firstNew >= 0) list.scrollToIndex(firstNew, { align: 'start', offset: -dividerPx });
    else this.#stickToEnd();
    await rest(list);
    this.isPlaced = true;
    this.look();
  }

  jumpToLatest(): void {
    this.isAtEnd = true;
    void tick().then(() => this.#stickToEnd());
  }

  /** Another last row: the end moves on with the reader who is there. */
  follow(): void {
    if (this.isAtEnd) void tick().then(() => this.#stickToEnd());
    requestAnimationFrame(this.look);
  }

  readonly resized = (): void => {
    if (this.isAtEnd && this.isPlaced) this.#stickToEnd();
    requestAnimationFrame(this.look);
  };

  /** Takes stock of what is on the screen: what is read, and whether more is needed above. */
  readonly look = (): void => {
    const list = this.#list();
    if (!list || !this.isPlaced) return;
    const offset = list.getScrollOffset();
    const viewport = list.getViewportSize();
    this.isAtEnd = list.getScrollSize() - offset - viewport < atEndWithin;
    if (offset < loadWithin && !this.#feed.earlierFailed) void this.#feed.loadEarlier();
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (this.isAtEnd) return this.#feed.markRead(this.#feed.uptoSeq);
    const lowest = this.#rows()[list.findItemIndex(offset + viewport - seenPx)]?.message.seq ?? 0;
    if (lowest !== unsentSeq) this.#feed.markRead(lowest);
  };

  /** The reader is back in the window: what came meanwhile is marked. */
  readonly comeBack = (): void => {
    if (document.visibilityState === 'visible' && this.#feed.uptoSeq > this.#feed.readSeq)
      this.#feed.markNew();
    this.look();
  };

  #stickToEnd(): void {
    const last = this.#rows().length - 1;
    if (last >= 0) this.#list()?.scrollToIndex(last, { align: 'end' });
  }
}

/** Until neither the height of the list nor the place in it has changed for two frames. */
async function rest(list: List): Promise<void> {
  let still = 0;
  let before = '';
  for (let frame = 0; frame < mostFrames && still < 2; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = `${list.getScrollSize()} ${list.getScrollOffset()}`;
    still = now === before ? still + 1 : 0;
    before = now;
  }
}
