import { z } from 'zod';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type Person, signUp } from '../../e2e/person.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { StreamReader } from './follow-stream.ts';
import type { Traffic } from './room-traffic.ts';

/** Notifications that one published trip causes. */
const followerCount = 30;

const inbox = `subscription ($afterSeq: Int) {
  inboxChanged(afterSeq: $afterSeq) { seq kind subjectId }
}`;
const change = z.object({
  inboxChanged: z.object({ seq: z.number(), kind: z.string(), subjectId: z.string().nullable() }),
});
const findCity = `query { cities(search: "Busan", first: 1) { id } }`;
const cities = z.object({ cities: z.tuple([z.object({ id: z.string() })]) });
const failure = '... on UserError { code message }';
const follow = `mutation ($input: FollowMemberInput!) { followMember(input: $input) { __typename ${failure} } }`;
const createPlan = `mutation ($input: CreateTravelPlanInput!) { createTravelPlan(input: $input) { __typename ${failure} } }`;
const sharePlan = `mutation ($input: ShareTravelPlanInput!) { shareTravelPlan(input: $input) { __typename ${failure} } }`;

/** Trips that an author shares with thirty followers, each of whom is told once. */
export async function openInboxTraffic(url: string, log: DeliveryLog): Promise<Traffic> {
  const author = await signUp(url, { name: 'Author' });
  const { cities: found } = await author.read(cities, findCity);
  const followers: Person[] = [];
  for (let n = 0; n < followerCount; n += 1) {
    const person = await signUp(url, { name: 'Follower' });
    await person.data(follow, { input: { memberId: author.memberId } });
    followers.push(person);
  }
  const travelOn = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  return {
    readers: followers.map(
      (person) =>
        new StreamReader({ person, stream: person.memberId, query: inbox, variables: {}, read, seq: 0, log }),
    ),
    perSending: followerCount,
    make: (index) => {
      const id = newUuid();
      const input = { id, title: `Trip ${index}`, cityId: found[0].id, travelOn, groupSize: 1 };
      return {
        id,
        streams: followers.map(({ memberId }) => memberId),
        by: author,
        steps: [
          { mutation: createPlan, input },
          { mutation: sharePlan, input: { id, audience: 'FOLLOWERS' } },
        ],
      };
    },
    close: async () => {
      await Promise.all([author, ...followers].map((person) => person.close()));
    },
  };
}

function read(data: unknown) {
  const { seq, kind, subjectId } = change.parse(data).inboxChanged;
  return { seq, id: kind === 'NOTIFICATION_RECEIVED' ? subjectId : null };
}
