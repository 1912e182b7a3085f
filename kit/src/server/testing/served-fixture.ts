import { pino } from 'pino';
import type { OperationIdentity } from '../../auth/viewer.ts';
import { BoundedWork } from '../../deadline/operation-bounds.ts';
import { InvalidInputError } from '../../errors/domain-error.ts';
import { createBuilder } from '../../graphql/builder.ts';
import { toSubgraphSchema } from '../../graphql/subgraph-schema.ts';
import { MemoryBus } from '../../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../../live/memory-key-value.ts';
import type { Services } from '../services.ts';
import type { Subgraph } from '../subgraph.ts';

/** As a service asks. */
export const identity: OperationIdentity = { viewer: null, isService: true, requestId: 'r1' };
const viewer = { memberId: 'm', sessionId: 's', roles: [], membershipVersion: 0 };
/** As somebody whose change has a key. */
export const keyed: OperationIdentity = { ...identity, viewer, keyed: { key: 'k', request: 'r' } };

interface Context {
  readonly number: number;
}

/** Null: as long as it takes. */
function remainingMs(): number | null {
  const ms = BoundedWork.current?.remainingMs ?? Infinity;
  return Number.isFinite(ms) ? Math.round(ms) : null;
}

/** Each notes that it was begun, and afterwards that its caller left. */
export const departures: string[] = [];
async function untilLeft(): Promise<boolean> {
  const signal = BoundedWork.current?.ofReads?.signal;
  departures.push('begun');
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  departures.push('left');
  return true;
}

/** A subgraph with a field for each thing that a server can do wrong. */
export function fixture(): Subgraph<Context> {
  let contexts = 0;
  const builder = createBuilder<Context>();
  builder.queryType({
    fields: (t) => ({
      hello: t.string({ resolve: () => 'world' }),
      remainingMs: t.int({ nullable: true, resolve: () => remainingMs() }),
      untilLeft: t.boolean({ resolve: () => untilLeft() }),
      broken: t.string({
        nullable: true,
        resolve: () => {
          throw new Error('password=hunter2 at db.internal:5432');
        },
      }),
      refused: t.string({
        nullable: true,
        resolve: () => {
          throw new InvalidInputError('first', 'Too many.');
        },
      }),
    }),
  });
  let counted = 0;
  builder.mutationType({
    fields: (t) => ({ count: t.int({ nullable: true, resolve: () => ++counted }) }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      contextNumber: t.int({
        subscribe: async function* () {
          yield await Promise.resolve(1);
          yield 2;
          throw new Error('secret');
        },
        resolve: (_event, _args, { number }) => number,
      }),
    }),
  });
  return {
    name: 'fixture',
    schema: toSubgraphSchema(builder, { hasSubscriptions: false }),
    context: () => ({ number: ++contexts }),
    routes: [
      {
        method: 'GET',
        path: '/fixture/echo/:word',
        auth: 'public',
        handle: ({ params }) => Promise.resolve(Response.json(params)),
      },
      {
        method: 'GET',
        path: '/fixture/remaining',
        auth: 'public',
        handle: () => Promise.resolve(Response.json({ data: { remainingMs: remainingMs() } })),
      },
      {
        method: 'POST',
        path: '/fixture/echo',
        auth: 'public',
        handle: async ({ request }) =>
          Response.json({ type: request.headers.get('content-type'), body: await request.text() }),
      },
    ],
    triggers: { consumers: [], jobs: [] },
    migrations: new URL(import.meta.url),
  };
}

const unreached = (): never => {
  throw new Error('this fixture stores nothing');
};
/** What the server wrote to its log, line by line. */
export const logged: string[] = [];
const log = pino({ level: 'error' }, { write: (line) => void logged.push(line) });
export const services: Services = {
  db: { read: { named: unreached }, write: { named: unreached, transaction: unreached } },
  bus: new MemoryBus(log),
  keyValue: new MemoryKeyValueStore(),
  jobs: { send: unreached },
  log,
  now: unreached,
  newId: unreached,
};
