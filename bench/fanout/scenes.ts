import { randomUUID } from 'node:crypto';
import type { Place, Scene } from './crowd.ts';
import { type Asked, Subscriber } from './subscriber.ts';

const selection = 'seq text atMs author { id name }';
const follow = (roomId: string, chosen = selection, memberId?: string): Asked => ({
  ...(memberId === undefined ? {} : { memberId }),
  query: `subscription ($roomId: ID!, $afterSeq: Int) { posts(roomId: $roomId, afterSeq: $afterSeq) { ${chosen} } }`,
  variables: { roomId },
});
const range = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index));

/** Ten thousand who asked the same. */
export const shared = ({ url }: Place): Scene => ({
  name: '10,000 on one operation',
  goal: '≤ 20 % of a core at 10,000/s, ≤ 20 KB',
  subscribers: range(10_000, (index) => new Subscriber(url, follow('all'), index)),
  roomIds: ['all'],
  perSecond: 1,
  seconds: 15,
});

const roomCount = 200;
/** Posts that each room has before anybody comes; each client has seen a different number of them. */
const history = 50;

const named = '10,000 in 200 rooms, each with a cursor of its own';

/** Ten thousand in rooms, who come back from different places and then hear the same. */
export const rooms = (place: Place): Scene => inRooms(place, named, () => undefined);

/** The same, each of them somebody whose right to listen is asked about. */
export const members = (place: Place): Scene =>
  inRooms(place, `${named}, each a member of its own`, () => randomUUID());

function inRooms({ url, subgraphs }: Place, name: string, memberIdOf: () => string | undefined): Scene {
  const roomIds = range(roomCount, (index) => `room-${index}`);
  for (const roomId of roomIds) for (let n = 0; n < history; n += 1) subgraphs.post(roomId);
  return {
    name,
    goal: 'the same after catch-up',
    subscribers: range(
      10_000,
      (index) =>
        new Subscriber(
          url,
          follow(roomIds[index % roomCount] ?? '', selection, memberIdOf()),
          index,
          history - 1 - (Math.floor(index / roomCount) % (history - 1)),
        ),
    ),
    roomIds,
    perSecond: 1,
    seconds: 15,
  };
}

/** Nobody shares a result, everybody the stream. */
export const distinct = ({ url }: Place): Scene => ({
  name: '1,000 distinct operations on one stream',
  goal: '≤ 0.4 ms of CPU an event and operation',
  subscribers: range(
    1_000,
    (index) =>
      new Subscriber(url, follow('distinct', `seq text atMs author { id name n${index}: name }`), index),
  ),
  roomIds: ['distinct'],
  perSecond: 1,
  seconds: 15,
});

export const returning = ({ url }: Place): readonly Subscriber[] =>
  range(5_000, (index) => new Subscriber(url, follow('returning'), index));
