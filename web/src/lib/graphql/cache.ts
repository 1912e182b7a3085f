import { gql } from '@urql/core';
import { type Cache, cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { calendarUpdates } from '#lib/features/calendar/calendar-cache.ts';
import { tripOptimism, tripUpdates } from '#lib/features/travel/trip-cache.ts';
import { embeddedTypes, possibleTypes } from './generated/cache-types.ts';

const unreadOfViewer = gql`
  fragment UnreadOfViewer on Viewer {
    id
    unread
  }
`;

const isNoEntity = () => null;
const ofCalendar = calendarUpdates(forgetFields, viewerKey);

/** One copy of each entity: what an event or a mutation brings shows up wherever it is shown. */
export const cache = cacheExchange({
  keys: Object.fromEntries(embeddedTypes.map((type) => [type, isNoEntity])),
  possibleTypes,
  resolvers: {
    Query: { publicPlans: relayPagination(), apps: relayPagination() },
    Viewer: {
      chatRooms: relayPagination(),
      groups: relayPagination(),
      travelPlans: relayPagination(),
      followingPlans: relayPagination(),
      likedPlans: relayPagination(),
      recommendations: relayPagination(),
      parkingSessions: relayPagination(),
    },
    Group: { members: relayPagination() },
    Member: { sharedPlans: relayPagination() },
    Wallet: { entries: relayPagination() },
  },
  optimistic: tripOptimism,
  updates: {
    Subscription: {
      ...ofCalendar.Subscription,
      inboxChanged: ({ inboxChanged }, _args, cache) => countUnread(cache, inboxChanged),
    },
    Mutation: {
      ...ofCalendar.Mutation,
      ...tripUpdates(forgetFields, viewerKey),
      createApp: (_result, _args, cache) => forgetFields(cache, 'Query', 'apps'),
      createChatRoom: (_result, _args, cache) => forgetFields(cache, viewerKey(cache), 'chatRooms'),
      leaveChatRoom: (_result, _args, cache) => forgetFields(cache, viewerKey(cache), 'chatRooms'),
      createGroup: (_result, _args, cache) => forgetFields(cache, viewerKey(cache), 'groups'),
      addMember: (_result, { input }, cache) => forgetFields(cache, groupKey(cache, input), 'members'),
      removeMember: (_result, { input }, cache) => {
        forgetFields(cache, groupKey(cache, input), 'members');
        forgetFields(cache, groupKey(cache, input), 'memberCount');
        forgetFields(cache, viewerKey(cache), 'groups');
      },
      registerVehicle: (_result, _args, cache) => forgetFields(cache, viewerKey(cache), 'vehicles'),
      startParking: (_result, _args, cache) => forgetParking(cache),
      finishParking: (_result, _args, cache) => forgetParking(cache),
      abortParking: (_result, _args, cache) => forgetParking(cache),
    },
  },
});

function viewerKey(cache: Cache): string | null {
  const key = cache.resolve('Query', 'me');
  return typeof key === 'string' ? key : null;
}

function forgetParking(cache: Cache): void {
  forgetFields(cache, viewerKey(cache), 'currentParkingSession');
  forgetFields(cache, viewerKey(cache), 'parkingSessions');
}

/** The event tells the sum; the viewer, whose it is, is not part of the event. */
function countUnread(cache: Cache, event: unknown): void {
  const id = viewerKey(cache)?.slice('Viewer:'.length);
  const isCounted = typeof event === 'object' && event !== null && 'unread' in event;
  if (id && isCounted) cache.writeFragment(unreadOfViewer, { id, unread: event.unread });
}

function groupKey(cache: Cache, input: unknown): string | null {
  const isGroupInput = typeof input === 'object' && input !== null && 'groupId' in input;
  return isGroupInput ? cache.keyOfEntity({ __typename: 'Group', id: String(input.groupId) }) : null;
}

/** Lists change in ways that only the server knows (order, filters, rights): ask again. */
function forgetFields(cache: Cache, entity: string | null, name: string): void {
  if (!entity) return;
  for (const { fieldName, arguments: args } of cache.inspectFields(entity))
    if (fieldName === name) cache.invalidate(entity, fieldName, args);
}
