import { RoomFeed } from './room-feed.svelte.ts';

/** Rooms seen lately stay in memory: going back shows them at once and fetches only what was missed. */
const kept = 20;

const feeds = new Map<string, RoomFeed>();

export const roomFeeds = {
  get(roomId: string): RoomFeed {
    const feed = feeds.get(roomId) ?? new RoomFeed(roomId);
    feeds.delete(roomId);
    feeds.set(roomId, feed);
    const oldest = feeds.keys().next().value;
    if (feeds.size > kept && oldest !== undefined) feeds.delete(oldest);
    return feed;
  },
  find: (roomId: string): RoomFeed | undefined => feeds.get(roomId),
  drop(roomId: string): void {
    feeds.get(roomId)?.lose();
    feeds.delete(roomId);
  },
};
