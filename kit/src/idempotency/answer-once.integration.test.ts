import { sql } from 'drizzle-orm';
import { parse } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { Services } from '../server/services.ts';
import { ConflictError } from '../errors/domain-error.ts';
import { DatabaseUnavailableError } from '../errors/outage-error.ts';
import { createBuilder } from '../graphql/builder.ts';
import { toSubgraphSchema } from '../graphql/subgraph-schema.ts';
import { newUuid } from '../ids/uuid.ts';
import { MemoryBus } from '../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../live/memory-key-value.ts';
import { type HostedSubgraph, hostSubgraph } from '../server/host.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { pruneKeys } from './prune-keys.ts';

const dayMs = 24 * 60 * 60_000;

let stage: TestDatabase;
let hosted: HostedSubgraph;
let nowMs: number;
/** How often the work of a mutation began, by its word. */
let begun: string[];
let told: string[];
/** What the next mutations do after they have written. */
let afterwards: (word: string) => Promise<void>;

interface Context {
  readonly services: Services;
}

/** Writes words into the trace of an alert, which is a table that every subgraph has. */
async function write({ db, bus }: Services, word: string): Promise<void> {
  begun.push(word);
  await db.write.transaction(async (tx) => {
    await tx.named('shop.write')
      .execute(sql`insert into shop.operator_alerts (kind, told_count) values (${word}, 1)
        on conflict (kind) do update set told_count = operator_alerts.told_count + 1`);
    tx.afterCommit(() => told.push(word));
    await afterwards(word);
  });
  await bus.publish('words', { word });
}

async function countOf({ db }: Pick<Services, 'db'>, word: string): Promise<number> {
  const { rows } = await db.read
    .named('shop.read')
    .execute(sql`select told_count from shop.operator_alerts where kind = ${word}`);
  return Number(rows[0]?.['told_count'] ?? 0);
}

function schema() {
  const builder = createBuilder<Context>();
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'world' }) }) });
  builder.mutationType({
    fields: (t) => ({
      /** How often the word was written, as who wrote it sees it. */
      write: t.int({
        nullable: true,
        args: { word: t.arg.string({ required: true }) },
        resolve: async (_root, { word }, { services }) => {
          await write(services, word);
          return countOf(services, word);
        },
      }),
      /** Its answer is for this once. */
      reveal: t.string({
        nullable: true,
        args: { word: t.arg.string({ required: true }) },
        resolve: async (_root, { word }, { services }) => {
          await write(services, word);
          services.forgetAnswer?.();
          return `secret of ${word}`;
        },
      }),
    }),
  });
  return toSubgraphSchema(builder, { hasSubscriptions: false });
}

beforeAll(async () => {
  stage = await createTestDatabase({ subgraph: 'shop' });
  const log = pino({ level: 'silent' });
  const bus = new MemoryBus(log);
  await bus.subscribe('words', ({ word }) => void told.push(`woke for ${String(word)}`));
  hosted = hostSubgraph(
    {
      name: 'shop',
      schema: schema(),
      context: (services) => ({ services }),
      routes: [],
      triggers: { consumers: [], jobs: [] },
      migrations: new URL(import.meta.url),
    },
    {
      db: stage.database,
      bus,
      keyValue: new MemoryKeyValueStore(),
      jobs: { send: () => Promise.reject(new Error('there are no jobs')) },
      log,
      now: () => new Date(nowMs),
      newId: newUuid,
    },
  );
});
afterAll(() => stage.close());

const members = { ann: newUuid(), bob: newUuid() };
let key: string;
let word: string;
beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 21);
  begun = [];
  told = [];
  afterwards = () => Promise.resolve();
  key = newUuid();
  word = newUuid();
});

interface Sent {
  readonly text?: string;
  readonly by?: keyof typeof members | null;
  /** Stands for the hash of what the client asked. */
  readonly request?: string;
  readonly isKeyed?: boolean;
}
async function send({ text, by = 'ann', request = 'a', isKeyed = true }: Sent = {}): Promise<unknown> {
  const viewer = by && {
    memberId: members[by],
    sessionId: newUuid(),
    roles: ['MEMBER' as const],
    membershipVersion: 0,
  };
  const keyed = isKeyed ? { keyed: { key, request } } : {};
  const identity: OperationIdentity = { viewer, isService: false, requestId: 'r1', ...keyed };
  const document = parse(text ?? `mutation { write(word: "${word}") }`);
  return JSON.parse(JSON.stringify(await hosted.execute({ document, identity })));
}
/** One that is writing, and does not end before it may. */
async function sendAndHold() {
  const mayEnd = Promise.withResolvers<void>();
  const isWriting = Promise.withResolvers<void>();
  afterwards = () => {
    isWriting.resolve();
    return mayEnd.promise;
  };
  const first = send();
  await isWriting.promise;
  return { first, mayEnd: () => mayEnd.resolve() };
}
const written = (one = word) => countOf({ db: stage.database }, one);

describe('a mutation that is sent twice', () => {
  it('with one key is done once, and answered alike', async () => {
    expect([await send(), await send()]).toEqual([{ data: { write: 1 } }, { data: { write: 1 } }]);
    expect([await written(), begun, told]).toEqual([1, [word], [word, `woke for ${word}`]]);
  });

  it('without a key is done twice', async () => {
    expect([await send({ isKeyed: false }), await send({ isKeyed: false })]).toEqual([
      { data: { write: 1 } },
      { data: { write: 2 } },
    ]);
  });

  it('by somebody who is not logged in is done twice: there is nobody whose key it were', async () => {
    await send({ by: null });
    await send({ by: null });
    expect(await written()).toBe(2);
  });

  it('by two members with the same key is done for each', async () => {
    expect([await send(), await send({ by: 'bob' })]).toEqual([
      { data: { write: 1 } },
      { data: { write: 2 } },
    ]);
  });

  it('with a key of another request is refused', async () => {
    await send();
    expect(await send({ request: 'b' })).toEqual({
      data: null,
      errors: [
        {
          message: 'This Idempotency-Key was used for another request.',
          extensions: {
            code: 'IDEMPOTENCY_KEY_REUSED',
            retryable: false,
            field: 'idempotency-key',
            requestId: 'r1',
          },
        },
      ],
    });
    expect(await written()).toBe(1);
  });

  it.each([
    ['just before a day has passed is answered as before', dayMs - 1, 1],
    ['a day later is another', dayMs, 2],
  ])('%s', async (_, laterMs, count) => {
    await send();
    nowMs += laterMs;
    expect(await send()).toEqual({ data: { write: count } });
  });

  it('a day later may also be of another request', async () => {
    await send();
    nowMs += dayMs;
    expect(await send({ request: 'b' })).toEqual({ data: { write: 2 } });
    expect(await send({ request: 'a' })).toMatchObject({ data: null });
  });

  it('at once waits for the first, and is answered as that was', async () => {
    const { first, mayEnd } = await sendAndHold();
    const twins = [send(), send()];
    mayEnd();
    expect(await Promise.all([first, ...twins])).toEqual(Array(3).fill({ data: { write: 1 } }));
    expect(begun).toEqual([word]);
  });

  it('at once is asked to come again when the first takes too long', async () => {
    const { first, mayEnd } = await sendAndHold();
    expect(await send()).toMatchObject({ data: null, errors: [{ extensions: { code: 'TIMED_OUT' } }] });
    mayEnd();
    expect(await first).toEqual({ data: { write: 1 } });
  });
});

describe('a mutation with a key that fails', () => {
  it('in a way that may pass has done nothing, and is done when it is sent again', async () => {
    afterwards = () => Promise.reject(new DatabaseUnavailableError());
    expect(await send()).toMatchObject({ data: null, errors: [{ extensions: { retryable: true } }] });
    afterwards = () => Promise.resolve();
    expect(await send()).toEqual({ data: { write: 1 } });
    expect(told).toEqual([word, `woke for ${word}`]);
  });

  it('for good is answered alike again, and not tried again', async () => {
    afterwards = () => Promise.reject(new ConflictError('Taken.'));
    const first = await send();
    afterwards = () => Promise.resolve();
    expect(first).toMatchObject({ data: { write: null }, errors: [{ path: ['write'], message: 'Taken.' }] });
    expect(await send()).toMatchObject({
      data: { write: null },
      errors: [{ path: ['write'], message: 'Taken.' }],
    });
    expect([await written(), begun.length]).toEqual([0, 1]);
  });

  it('in one of its changes only keeps the others, unless that may pass', async () => {
    const text = `mutation { good: write(word: "${word}") bad: write(word: "bad ${word}") }`;
    const failing = (error: Error) => async (one: string) => {
      if (one.startsWith('bad')) throw error;
    };
    afterwards = failing(new DatabaseUnavailableError());
    expect(await send({ text })).toMatchObject({ data: null });
    expect(await written()).toBe(0);
    afterwards = failing(new ConflictError('Taken.'));
    expect(await send({ text })).toMatchObject({ data: { good: 1, bad: null } });
    expect([await written(), await written(`bad ${word}`)]).toEqual([1, 0]);
  });
});

describe('a mutation whose answer holds a secret', () => {
  const reveal = () => send({ text: `mutation { reveal(word: "${word}") }` });
  const revealed = () => ({ data: { reveal: `secret of ${word}` } });

  it('with a key is done once and answered once; again it is told that it was done', async () => {
    expect(await reveal()).toEqual(revealed());
    const again = {
      data: null,
      errors: [
        {
          message: 'This was done under the same key; its answer holds a secret and is not kept.',
          extensions: { code: 'CONFLICT', retryable: false, field: 'idempotency-key', requestId: 'r1' },
        },
      ],
    };
    expect([await reveal(), await reveal()]).toEqual([again, again]);
    expect(await written()).toBe(1);
  });

  it('that failed for good is answered alike again, as any other', async () => {
    afterwards = () => Promise.reject(new ConflictError('Taken.'));
    await reveal();
    expect(await reveal()).toMatchObject({ data: { reveal: null }, errors: [{ message: 'Taken.' }] });
  });

  it('without a key is answered each time', async () => {
    const text = `mutation { reveal(word: "${word}") }`;
    expect([await send({ text, isKeyed: false }), await send({ text, isKeyed: false })]).toEqual([
      revealed(),
      revealed(),
    ]);
  });
});

it('a request of which a subgraph is asked several times has each of its changes done once', async () => {
  const [one, other] = [
    `mutation { one: write(word: "${word}") }`,
    `mutation { other: write(word: "${word}") }`,
  ];
  expect([await send({ text: one }), await send({ text: other }), await send({ text: one })]).toEqual([
    { data: { one: 1 } },
    { data: { other: 2 } },
    { data: { one: 1 } },
  ]);
});

describe('what is kept', () => {
  const rows = async () =>
    (await stage.database.read.named('shop.rows').execute(sql`select * from shop.idempotency_keys`)).rows;

  it('tells neither the key nor the answer', async () => {
    await send();
    const text = JSON.stringify(await rows());
    expect(text).toContain(members.ann);
    expect(text).not.toContain(key);
    expect(text).not.toContain('"write"');
  });

  it('goes after a day', async () => {
    await send();
    const before = (await rows()).length;
    expect(await pruneKeys(stage.database.write, 'shop', new Date(nowMs - 1), 1)).toBeLessThan(before);
    expect(await rows()).not.toEqual([]);
    await pruneKeys(stage.database.write, 'shop', new Date(nowMs), 1);
    expect((await rows()).filter(({ made_at }) => new Date(String(made_at)).getTime() <= nowMs)).toEqual([]);
  });
});
