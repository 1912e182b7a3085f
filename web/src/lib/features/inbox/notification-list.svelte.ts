import { linkedEntities } from '#lib/features/messaging/cards/linked-entities.svelte.ts';
import { onInboxEvent, type InboxEvent } from '#lib/features/messaging/inbox-events.ts';
import { inbox } from '#lib/features/messaging/inbox.svelte.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  MarkNotificationsReadDocument,
  type NotificationFieldsFragment,
  NotificationsDocument,
} from '#lib/graphql/generated/graphql.ts';
import { locale } from '#lib/i18n/locale.svelte.ts';

const pageSize = 30;

/** What the viewer was told of, the latest first, kept current while it is on the screen. */
export class NotificationList {
  items = $state.raw<readonly NotificationFieldsFragment[]>([]);
  isLoaded = $state(false);
  errorCode = $state<string | null>(null);
  isUnreadOnly = $state(false);
  nextPage = $state<string | null>(null);
  /** Answers to an earlier question are of no use any more. */
  #question = 0;

  /** Returns how to stop. */
  start(): () => void {
    void this.load();
    return onInboxEvent((event) => this.#apply(event));
  }

  async show(isUnreadOnly: boolean): Promise<void> {
    this.isUnreadOnly = isUnreadOnly;
    this.isLoaded = false;
    await this.load();
  }

  /** The newest page; what was shown of further ones is asked for again by scrolling on. */
  async load(): Promise<void> {
    await this.#read(null, []);
  }

  async loadMore(): Promise<void> {
    if (this.nextPage) await this.#read(this.nextPage, this.items);
  }

  /** One that was read stays where it is until the list is looked at anew, which tells when it was read. Null: all. */
  async markRead(id: string | null): Promise<void> {
    this.items = this.items.map((item) =>
      id === null || item.id === id ? { ...item, readAt: item.readAt ?? item.at } : item,
    );
    const input = id === null ? {} : { ids: [id] };
    const { data, error } = await graph.mutation(MarkNotificationsReadDocument, { input }).toPromise();
    if (error || data?.markNotificationsRead.__typename !== 'MarkNotificationsReadPayload') {
      this.errorCode = error ? codeOf(error) : 'INTERNAL';
      return this.load();
    }
    const { unreadNotifications } = data.markNotificationsRead.viewer;
    inbox.unreadNotifications = unreadNotifications ?? inbox.unreadNotifications;
  }

  async #read(after: string | null, before: readonly NotificationFieldsFragment[]): Promise<void> {
    const question = (this.#question += 1);
    const placeLocale = locale() === 'ko' ? ('KO' as const) : ('EN' as const);
    const variables = { first: pageSize, after, unreadOnly: this.isUnreadOnly, placeLocale };
    const askedAtMs = Date.now();
    const { data, error } = await graph
      .query(NotificationsDocument, variables, {
        requestPolicy: 'network-only',
        acceptsPartsOf: 'me.notifications',
      })
      .toPromise();
    if (question !== this.#question) return;
    const page = data?.me.notifications;
    this.errorCode = page ? null : error ? codeOf(error) : 'SUBGRAPH_UNAVAILABLE';
    if (!page) return;
    for (const { node } of page.edges) {
      // Beside an error a null may only be out of reach: asked for on its own.
      const isAnswered = node.subject !== null || !error;
      const reference = { kind: node.subjectKind, id: node.subjectId };
      if (isAnswered) linkedEntities.know(reference, node.subject, askedAtMs);
    }
    const isKnown = (id: string) => before.some((item) => item.id === id);
    this.items = [...before, ...page.edges.flatMap(({ node }) => (isKnown(node.id) ? [] : [node]))];
    this.nextPage = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    this.isLoaded = true;
  }

  #apply(event: InboxEvent | null): void {
    if (!event || event.kind === 'NOTIFICATIONS_READ') return void this.#refresh();
    const { notification } = event;
    if (!notification || this.items.some(({ id }) => id === notification.id)) return;
    this.items = [notification, ...this.items];
  }

  /** Read elsewhere, or missed: the newest page says what is so now. */
  async #refresh(): Promise<void> {
    const isOwnDoing = this.items.every(({ readAt }) => readAt !== null) && inbox.unreadNotifications === 0;
    if (!isOwnDoing) await this.load();
  }
}
