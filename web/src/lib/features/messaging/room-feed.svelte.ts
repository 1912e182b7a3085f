import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  ChatRoomEventsDocument,
  MarkReadDocument,
  type MessageFieldsFragment,
  type MessagePageFragment,
  RoomHistoryDocument,
  RoomPageDocument,
  type RoomSummaryFragment,
} from '#lib/graphql/generated/graphql.ts';
import { follow } from '#lib/graphql/live.ts';
import { announceArrival } from './arrivals.ts';
import { emptyTimeline, hasEarlier, hasGap, mergeEvents, mergePage, shownMessages } from './timeline.ts';

const pageSize = 50;
const pagesForUnread = 4;
/** An own message may overtake another's event for a moment; a gap that lasts longer is asked for. */
const toleratedGapMs = 1_500;
const markReadDelayMs = 250;

/** One room: its history, its live events and how far the viewer has read. */
export class RoomFeed {
  status = $state<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  errorCode = $state<string | null>(null);
  room = $state.raw<RoomSummaryFragment | null>(null);
  isLoadingEarlier = $state(false);
  earlierFailed = $state(false);
  /** Messages beyond this one are new to the viewer; null when there is nothing to mark. */
  dividerSeq = $state<number | null>(null);
  readSeq = $state(0);
  #timeline = $state.raw(emptyTimeline<MessageFieldsFragment>());
  messages = $derived(shownMessages(this.#timeline));
  hasEarlier = $derived(hasEarlier(this.#timeline));
  #earlierCursor: string | null = null;
  #isWanted = false;
  #stop: () => void = () => undefined;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  #readTimer: ReturnType<typeof setTimeout> | undefined;

  readonly roomId: string;

  constructor(roomId: string) {
    this.roomId = roomId;
  }

  get uptoSeq(): number {
    return this.#timeline.uptoSeq;
  }

  /** Shows the room and keeps it live until `close`. */
  async open(): Promise<void> {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (this.status === 'ready') this.markNew();
    else if (!(await this.#loadLatest())) return;
    this.#listen();
  }

  close(): void {
    this.#isWanted = false;
    this.#stop();
    clearTimeout(this.#gapTimer);
  }

  async retry(): Promise<void> {
    this.close();
    this.status = 'loading';
    await this.open();
  }

  /** The viewer is no longer in the room. */
  lose(): void {
    this.close();
    this.status = 'missing';
  }

  async loadEarlier(): Promise<void> {
    if (this.isLoadingEarlier || !this.hasEarlier || this.#earlierCursor === null) return;
    this.isLoadingEarlier = true;
    const variables = { id: this.roomId, last: pageSize, before: this.#earlierCursor };
    const { data } = await graph.query(RoomHistoryDocument, variables, fromNetwork).toPromise();
    if (data?.chatRoom) this.#addPage(data.chatRoom.messages);
    this.earlierFailed = !data?.chatRoom;
    this.isLoadingEarlier = false;
  }

  /** A message that the server confirmed, from wherever the confirmation came. */
  accept(message: MessageFieldsFragment): void {
    this.#timeline = mergeEvents(this.#timeline, [{ seq: message.seq, message }]);
    this.#watchGap();
  }

  /** Puts the divider where the viewer left off, if something came after that. */
  markNew(): void {
    const hasNew = this.messages.some(({ seq, kind }) => seq > this.readSeq && kind === 'TEXT');
    this.dividerSeq = hasNew ? this.readSeq : null;
  }

  /** The viewer has seen everything up to here. Only ever moves forward. */
  markRead(seq: number): void {
    const reached = Math.min(seq, this.uptoSeq);
    if (reached <= this.readSeq) return;
    this.readSeq = reached;
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(this.#sendRead, markReadDelayMs);
    addEventListener('pagehide', this.#sendRead);
  }

  /** Also told when the page is left within the delay, in a request that outlives it. */
  readonly #sendRead = (): void => {
    clearTimeout(this.#readTimer);
    removeEventListener('pagehide', this.#sendRead);
    const input = { roomId: this.roomId, seq: this.readSeq };
    void graph.mutation(MarkReadDocument, { input }).toPromise();
  };

  async #loadLatest(): Promise<boolean> {
    const variables = { id: this.roomId, last: pageSize };
    const { data, error } = await graph.query(RoomPageDocument, variables, fromNetwork).toPromise();
    if (!data?.chatRoom) {
      this.errorCode = error ? codeOf(error) : 'NOT_FOUND';
      this.status = error && this.errorCode !== 'NOT_FOUND' ? 'failed' : 'missing';
      return false;
    }
    this.room = data.chatRoom;
    this.readSeq = Math.max(this.readSeq, data.chatRoom.readSeq);
    this.#addPage(data.chatRoom.messages);
    await this.#reachUnread();
    // Before the first row is shown: it decides where the reader begins.
    if (this.status !== 'ready') this.markNew();
    this.status = 'ready';
    return true;
  }

  /** So that the reader can begin where they left off, unless that is very long ago. */
  async #reachUnread(): Promise<void> {
    for (let page = 0; page < pagesForUnread && this.#timeline.fromSeq > this.readSeq + 1; page += 1)
      await this.loadEarlier();
  }

  #addPage({ edges, pageInfo }: MessagePageFragment): void {
    const before = this.#timeline.fromSeq;
    const messages = edges.map(({ node }) => node);
    for (const { id } of messages) announceArrival(id);
    this.#timeline = mergePage(this.#timeline, { messages, hasEarlier: pageInfo.hasPreviousPage });
    const isOldest = this.#timeline.fromSeq < before || this.#earlierCursor === null;
    if (isOldest || messages[0]?.seq === this.#timeline.fromSeq) this.#earlierCursor = pageInfo.startCursor;
  }

  #listen(): void {
    this.#stop();
    if (!this.#isWanted) return;
    this.#stop = follow(ChatRoomEventsDocument, {
      variables: () => ({ roomId: this.roomId, afterSeq: this.uptoSeq }),
      onData: ({ chatRoomEvents }) => {
        this.#timeline = mergeEvents(this.#timeline, [chatRoomEvents]);
        if (chatRoomEvents.message) announceArrival(chatRoomEvents.message.id);
        this.#watchGap();
      },
      onFailure: (code) => this.#recover(code),
    });
  }

  async #recover(code: string): Promise<'again' | 'stop'> {
    // A cursor from the future: the server's data is older than ours, so ours is worth nothing.
    if (code === 'BAD_USER_INPUT') this.#timeline = emptyTimeline();
    if (code === 'RESYNC_REQUIRED' || code === 'BAD_USER_INPUT') await this.#loadLatest();
    if (code !== 'NOT_FOUND' && code !== 'FORBIDDEN' && code !== 'COMPLETE') return 'again';
    // It ended for good only when the room says so.
    const isStillIn = await this.#loadLatest();
    return isStillIn || this.status === 'failed' ? 'again' : 'stop';
  }

  #watchGap(): void {
    clearTimeout(this.#gapTimer);
    if (!hasGap(this.#timeline) || !this.#isWanted) return;
    this.#gapTimer = setTimeout(() => this.#listen(), toleratedGapMs);
  }
}

const fromNetwork = { requestPolicy: 'network-only' } as const;
