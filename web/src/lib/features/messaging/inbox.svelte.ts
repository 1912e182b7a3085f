import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  InboxChangedDocument,
  type InboxChangedSubscription,
  type InboxEventKind,
  type RoomSummaryFragment,
  ViewerRoomsDocument,
  type ViewerRoomsQuery,
} from '#lib/graphql/generated/graphql.ts';
import { follow } from '#lib/graphql/live.ts';
import { announceArrival } from './arrivals.ts';
import { linkedEntities } from './cards/linked-entities.svelte.ts';
import { announceInboxEvent } from './inbox-events.ts';
import { roomFeeds } from './room-feeds.ts';
import { byLatestFirst } from './room-order.ts';

const pageSize = 50;

/**
 * The viewer's rooms, kept current for as long as the app is open: the list is read once together
 * with its position in the inbox log, and events are applied from exactly that position on.
 */
class Inbox {
  isLoaded = $state(false);
  errorCode = $state<string | null>(null);
  unread = $state(0);
  unreadNotifications = $state(0);
  rooms = $state.raw<readonly RoomSummaryFragment[]>([]);
  nextPage = $state<string | null>(null);
  /** Where following began; what came before is told by no event. */
  startSeq = $state<number | null>(null);
  #seq: number | null = null;

  /** Returns how to stop. */
  start(): () => void {
    let stopFollowing: (() => void) | null = null;
    const list = graph.query(ViewerRoomsDocument, { first: pageSize }).subscribe(({ data, error }) => {
      this.errorCode = error && !data ? codeOf(error) : null;
      if (!data) return;
      this.#show(data);
      stopFollowing ??= this.#follow();
    });
    return () => {
      list.unsubscribe();
      stopFollowing?.();
    };
  }

  #follow(): () => void {
    return follow(InboxChangedDocument, {
      variables: () => ({ afterSeq: this.#seq }),
      onData: ({ inboxChanged }) => this.#apply(inboxChanged),
      onFailure: async (code): Promise<'again'> => {
        if (code === 'RESYNC_REQUIRED' || code === 'BAD_USER_INPUT') await this.#resync();
        return 'again';
      },
    });
  }

  /** What happened meanwhile is not told any more: whoever keeps something loads it again. */
  async #resync(): Promise<void> {
    await this.reload();
    announceInboxEvent(null);
  }

  async reload(): Promise<void> {
    this.errorCode = null;
    const { data, error } = await graph
      .query(ViewerRoomsDocument, { first: pageSize }, { requestPolicy: 'network-only' })
      .toPromise();
    if (error && !data?.me.chatRooms) this.errorCode = codeOf(error);
    if (data) this.#seq = data.me.inboxSeq;
  }

  async loadMore(): Promise<void> {
    if (!this.nextPage) return;
    await graph.query(ViewerRoomsDocument, { first: pageSize, after: this.nextPage }).toPromise();
  }

  #show({ me }: ViewerRoomsQuery): void {
    if (!me.chatRooms) return; // messaging is away; the error beside it says so
    this.#seq ??= me.inboxSeq;
    this.startSeq ??= this.#seq;
    this.isLoaded = true;
    this.rooms = me.chatRooms.edges.map(({ node }) => node).toSorted(byLatestFirst);
    this.nextPage = me.chatRooms.pageInfo.hasNextPage ? me.chatRooms.pageInfo.endCursor : null;
    this.unread = me.unread ?? this.unread;
    this.unreadNotifications = me.unreadNotifications ?? this.unreadNotifications;
  }

  /** Rooms in the list change by the cache alone; one that is new to it, or gone, needs the list anew. */
  #apply(event: InboxChangedSubscription['inboxChanged']): void {
    this.#seq = Math.max(event.seq, this.#seq ?? 0);
    this.unreadNotifications = event.unreadNotifications;
    if (event.message) announceArrival(event.message.id);
    if (event.subjectKind && event.subjectId !== null)
      linkedEntities.refresh({ kind: event.subjectKind, id: event.subjectId });
    announceInboxEvent(event);
    if (event.roomId !== null) this.#applyToRooms(event.kind, event.roomId);
  }

  #applyToRooms(kind: InboxEventKind, roomId: string): void {
    const isListed = this.rooms.some(({ id }) => id === roomId);
    if (kind === 'ROOM_LEFT' ? isListed : !isListed) void this.reload();
    if (kind === 'ROOM_LEFT') roomFeeds.drop(roomId);
  }
}

export const inbox = new Inbox();
