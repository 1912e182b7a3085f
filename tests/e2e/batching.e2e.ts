import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRoom, send } from './documents.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const history = `query ($id: ID!, $last: Int!) {
  chatRoom(id: $id) { title memberCount unread messages(last: $last) { edges { node { seq text sent: sentAt sender { id name handle } } } } }
}`;

const page = z.object({ chatRoom: z.object({ messages: z.object({ edges: z.array(z.unknown()) }) }) });

/** Written by a person or unasked by the system while the test looks on. */
const background =
  /event|outbox|relay|consume|election|lock|position|job|head|checkPrimary|insertMessageNotices/i;

const warmUps = 6;

/** Reads go to either server. */
async function callsOn(server: Client): Promise<{ name: string; calls: number }[]> {
  const { rows } = await server.query<{ name: string; calls: number }>(
    `select (regexp_match(query, '/\\* ([a-z]+\\.\\w+)'))[1] as name, sum(calls)::int as calls
     from extensions.pg_stat_statements where query ~ '/\\* (identity|messaging)\\.' group by 1 order by 1`,
  );
  return rows;
}

describe.each<Execution>(['in-process', 'processes'])('statements of a page of messages, %s', (execution) => {
  let stack: Stack;
  let servers: Client[] = [];
  let reader: Person;
  let roomId: string;

  beforeAll(async () => {
    stack = await startStack({ execution });
    const urls = [stack.databaseUrl, stack.replicaUrl].filter((url) => url !== null);
    servers = urls.map((connectionString) => new Client({ connectionString }));
    for (const server of servers) await server.connect();
    const senders = await Promise.all(
      Array.from({ length: 10 }, (_, i) => signUp(stack.url, { name: `Sender ${i}` })),
    );
    const [first] = senders;
    if (!first) throw new Error('nobody signed up');
    reader = first;
    roomId = newId();
    const memberIds = senders.slice(1).map(({ memberId }) => memberId);
    await reader.data(createRoom, { input: { id: roomId, kind: 'GROUP', title: 'Busy', memberIds } });
    for (let i = 0; i < 12; i++)
      await Promise.all(
        senders.map((sender) => sender.data(send, { input: { id: newId(), roomId, text: `message ${i}` } })),
      );
  });
  afterAll(async () => {
    for (const server of servers) await server.end();
    await stack.close();
  });

  /** Calls by subgraph and statement name, of what one page of `size` messages asks for. */
  const statementsOf = async (size: number): Promise<Record<string, number>> => {
    for (const server of servers) await server.query('select extensions.pg_stat_statements_reset()');
    const { chatRoom } = await reader.read(page, history, { id: roomId, last: size });
    expect(chatRoom.messages.edges).toHaveLength(size);
    const rows = (await Promise.all(servers.map(callsOn)))
      .flat()
      .filter(({ name }) => !background.test(name));
    const sums = new Map<string, number>();
    for (const { name, calls } of rows) sums.set(name, (sums.get(name) ?? 0) + calls);
    return Object.fromEntries(sums);
  };

  it('is the same for 1, 50 and 100 messages, authorisation included', async () => {
    // Each process of messaging remembers which memberships it knows of; the first page may be any one's.
    for (let n = 0; n < warmUps; n += 1) await statementsOf(1);
    const [one, fifty, hundred] = [await statementsOf(1), await statementsOf(50), await statementsOf(100)];
    expect(one).toMatchInlineSnapshot(`
      {
        "identity.findLiveSessions": 1,
        "identity.findMembersByIds": 1,
        "messaging.countMembersOfRooms": 1,
        "messaging.findChatRooms": 1,
        "messaging.findTimelines": 1,
      }
    `);
    expect(fifty).toEqual(one);
    expect(hundred).toEqual(one);
  });
});
