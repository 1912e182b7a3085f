import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { LiveReader } from '@moim/kit/testing/live-reader.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { eventMoved, reminderDue } from '@moim/schema/contracts/calendar.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventAt, happened, takeIn } from '../testing/elsewhere.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
const eventId = newUuid();
const startsAt = '2026-11-24T06:00:00.000Z';

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
});

/** Ids are made up at each run; a snapshot shows which is which. */
const legible = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll(eventId, 'event')
      .replaceAll(minji.memberId, 'minji')
      .replaceAll(joon.memberId, 'joon')
      .replace(/"id":"[\da-f-]{36}"/g, '"id":"(id)"'),
  );
const execute = (query: string, viewer = joon, variables = {}) =>
  stage.host.execute({ document: parse(query), identity: asViewer(viewer), variables });
const ask = async (...asked: Parameters<typeof execute>) => legible(await execute(...asked));

const move = () =>
  takeIn(
    stage,
    happened(eventMoved, eventId, {
      ...{ eventId, calendarId: eventId, actorId: minji.memberId, organizerId: minji.memberId },
      ...{ participantIds: [minji.memberId, joon.memberId], startsAt, endsAt: startsAt },
      ...{
        timeZone: 'Asia/Seoul',
        isAllDay: false,
        isRecurring: false,
        chatRoomId: null,
        meetingRoomId: null,
      },
      ...{ previousStartsAt: '2026-11-24T05:00:00.000Z', previousEndsAt: startsAt, occurrenceStartsAt: null },
    }),
  );
const remind = (minute: number) => {
  const reminderId = newUuid();
  const due = { reminderId, eventId, memberId: joon.memberId, startsAt, minutesBefore: 10 };
  const event = happened(reminderDue, reminderId, due);
  return takeIn(stage, { ...event, occurredAt: new Date(eventAt.getTime() + minute * 60_000) });
};
const pageOf = z.object({
  data: z.object({
    me: z.object({
      notifications: z.object({
        edges: z.array(z.object({ node: z.object({ at: z.coerce.date() }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});
const idsOf = async (viewer = joon): Promise<string[]> => {
  const rows = await stage.rows<{ id: string }>(
    'select id from messaging.notifications where member_id = $1 order by at desc, id desc',
    [viewer.memberId],
  );
  return rows.map(({ id }) => id);
};

describe('Viewer.notifications', () => {
  it('answers what the viewer was told of, with the key of what it is about', async () => {
    await move();
    const answer = await ask(`{ me { unreadNotifications notifications { edges { node {
      id kind at readAt subjectKind subjectId startsAt previousStartsAt actor { id }
      subject { __typename ... on CalendarEvent { id } }
    } } } } }`);
    expect(answer).toMatchInlineSnapshot(`
      {
        "data": {
          "me": {
            "notifications": {
              "edges": [
                {
                  "node": {
                    "actor": {
                      "id": "minji",
                    },
                    "at": "2026-11-21T03:00:00.000Z",
                    "id": "(id)",
                    "kind": "EVENT_MOVED",
                    "previousStartsAt": "2026-11-24T05:00:00.000Z",
                    "readAt": null,
                    "startsAt": "2026-11-24T06:00:00.000Z",
                    "subject": {
                      "__typename": "CalendarEvent",
                      "id": "event",
                    },
                    "subjectId": "event",
                    "subjectKind": "CALENDAR_EVENT",
                  },
                },
              ],
            },
            "unreadNotifications": 1,
          },
        },
      }
    `);
    expect(
      await ask('{ me { unreadNotifications notifications { edges { node { id } } } } }', minji),
    ).toEqual({
      data: { me: { unreadNotifications: 0, notifications: { edges: [] } } },
    });
  });

  it('comes in pages, the latest first, and without those that were read if so asked', async () => {
    for (const minute of [1, 2, 3, 4, 5]) await remind(minute);
    const [, second, , fourth] = await idsOf();
    await execute(
      'mutation ($ids: [ID!]) { markNotificationsRead(input: { ids: $ids }) { __typename } }',
      joon,
      {
        ids: [second, fourth],
      },
    );
    const page = `query ($after: String, $unreadOnly: Boolean!) { me { notifications(first: 2, after: $after, unreadOnly: $unreadOnly) {
      edges { node { at } } pageInfo { hasNextPage endCursor } } } }`;
    const minutes = async (unreadOnly: boolean) => {
      const seen: number[][] = [];
      let after: unknown = null;
      do {
        const { edges, pageInfo } = pageOf.parse(await execute(page, joon, { after, unreadOnly })).data.me
          .notifications;
        seen.push(edges.map(({ node }) => node.at.getUTCMinutes()));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      return seen;
    };
    expect(await minutes(false)).toEqual([[5, 4], [3, 2], [1]]);
    expect(await minutes(true)).toEqual([[5, 3], [1]]);
  });

  it('costs one statement a page, whatever its length', async () => {
    for (const minute of [1, 2, 3, 4, 5]) await remind(minute);
    const costs: string[][] = [];
    for (const first of [1, 5]) {
      stage.statements();
      await execute(
        `{ me { notifications(first: ${first}) { edges { node { subject { __typename } } } } } }`,
      );
      costs.push(stage.statements());
    }
    const each = ['messaging.findInboxSeq', 'messaging.findNotificationsOfMember'];
    expect(costs).toEqual([each, each]);
  });
});

describe('markNotificationsRead', () => {
  const mark = `mutation ($ids: [ID!]) { markNotificationsRead(input: { ids: $ids }) {
    ... on MarkNotificationsReadPayload { viewer { unreadNotifications } } ... on InvalidInput { code field }
  } }`;
  const marked = (unreadNotifications: number) => ({
    data: { markNotificationsRead: { viewer: { unreadNotifications } } },
  });

  it('reads one, several or all, and what was read stays so', async () => {
    for (const minute of [1, 2, 3]) await remind(minute);
    const [first] = await idsOf();
    expect(await ask(mark, joon, { ids: [first] })).toEqual(marked(2));
    const readAt = 'select read_at from messaging.notifications where id = $1';
    const before = await stage.rows(readAt, [first]);
    expect(await ask(mark, joon, {})).toEqual(marked(0));
    expect(await stage.rows(readAt, [first])).toEqual(before);
  });

  it('tells the other devices, once, and nobody when nothing was unread', async () => {
    await remind(1);
    for (let again = 0; again < 3; again += 1) await execute(mark, joon, {});
    const kinds = await stage.rows(
      'select kind from messaging.inbox_events where member_id = $1 order by seq',
      [joon.memberId],
    );
    expect(kinds).toEqual([{ kind: 'NOTIFICATION_RECEIVED' }, { kind: 'NOTIFICATIONS_READ' }]);
  });

  it("leaves another member's as they are", async () => {
    await remind(1);
    await execute(mark, minji, { ids: await idsOf() });
    expect(await ask('{ me { unreadNotifications } }')).toEqual({ data: { me: { unreadNotifications: 1 } } });
  });

  it.each([
    ['no id', ['x']],
    ['too many', Array.from({ length: 201 }, () => newUuid())],
  ])('refuses %s and names the field', async (_, ids) => {
    expect(await ask(mark, joon, { ids })).toEqual({
      data: { markNotificationsRead: { code: 'BAD_USER_INPUT', field: 'input.ids' } },
    });
  });
});

describe('inboxChanged', () => {
  it('tells of what came while nobody listened once, then live, with the counts of the moment', async () => {
    await move();
    const reader = await LiveReader.get(
      stage,
      asViewer(joon),
      `subscription { inboxChanged(afterSeq: 0) {
        seq kind roomId roomUnread unread unreadNotifications subjectKind subjectId
        notification { kind readAt } subject { __typename ... on CalendarEvent { id } } } }`,
    );
    expect(legible(await reader.next())).toMatchInlineSnapshot(`
      {
        "data": {
          "inboxChanged": {
            "kind": "NOTIFICATION_RECEIVED",
            "notification": {
              "kind": "EVENT_MOVED",
              "readAt": null,
            },
            "roomId": null,
            "roomUnread": null,
            "seq": 1,
            "subject": {
              "__typename": "CalendarEvent",
              "id": "event",
            },
            "subjectId": "event",
            "subjectKind": "CALENDAR_EVENT",
            "unread": 0,
            "unreadNotifications": 1,
          },
        },
      }
    `);
    await execute('mutation { markNotificationsRead(input: {}) { __typename } }');
    expect(legible(await reader.next())).toMatchInlineSnapshot(`
      {
        "data": {
          "inboxChanged": {
            "kind": "NOTIFICATIONS_READ",
            "notification": null,
            "roomId": null,
            "roomUnread": null,
            "seq": 2,
            "subject": null,
            "subjectId": null,
            "subjectKind": null,
            "unread": 0,
            "unreadNotifications": 0,
          },
        },
      }
    `);
    await reader.stop();
  });
});

describe('linkedEntities', () => {
  it('answers keys in the order asked for; null for no id, for a wallet and for a room of others', async () => {
    const query = `query ($references: [EntityReferenceInput!]!) { linkedEntities(references: $references) {
      __typename ... on TravelPlan { id } ... on CalendarEvent { id } } }`;
    const references = [
      { kind: 'CALENDAR_EVENT', id: eventId },
      { kind: 'TRAVEL_PLAN', id: 'x' },
      { kind: 'WALLET', id: joon.memberId },
      { kind: 'CHAT_ROOM', id: newUuid() },
    ];
    expect(await ask(query, joon, { references })).toEqual({
      data: { linkedEntities: [{ __typename: 'CalendarEvent', id: 'event' }, null, null, null] },
    });
    const many = Array.from({ length: 51 }, () => ({ kind: 'TRAVEL_PLAN', id: eventId }));
    expect(await ask(query, joon, { references: many })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'references' } }],
    });
  });
});
