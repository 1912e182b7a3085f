import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hostileDocuments } from '../../tests/conformance/hostile/documents.ts';
import type { Attack, Ground } from './attack.ts';
import { postJson } from './post-json.ts';

/** Each sends again a moment after it was answered: without it all of a processor would be theirs, and none the database's. */
const connections = 4;
const pauseMs = 5;

const answer = z.object({ errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1) });

/** Closed loops over kept connections. @param queryOf - by a number that never comes again */
function loops(
  queryOf: (index: number) => string,
  headersOf: HeadersOf = authorized,
  variables: object = {},
): Attack['run'] {
  return async (ground) => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    let index = 0;
    const loop = async () => {
      while (performance.now() < ground.untilMs) {
        index += 1;
        await once(ground, agent, { query: queryOf(index), variables }, headersOf(ground, index));
        await sleep(pauseMs);
      }
    };
    await Promise.all(Array.from({ length: connections }, loop));
    agent.destroy();
  };
}

type HeadersOf = (ground: Ground, index: number) => Readonly<Record<string, string>>;

const authorized: HeadersOf = ({ authorization }: Ground) => ({ authorization });

async function once(ground: Ground, agent: Agent, body: object, headers: Readonly<Record<string, string>>) {
  const startMs = performance.now();
  const { status, text } = await postJson(ground.url, body, { agent, headers });
  ground.note(performance.now() - startMs, outcomeOf(status, text));
}

function outcomeOf(status: number, text: string): string {
  if (status === 0) return 'cut';
  const read = answer.safeParse(parseJson(text));
  return read.data?.errors[0]?.extensions.code ?? `answered ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The same attack, and no two documents the same: what is remembered of one does not help with the next. */
const everNew = (query: string) => (index: number) => `${query} #${index} ${Math.random()}`;

const times = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

const operations = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/operations.json'), 'utf8')));
const largest = Object.values(operations).find((text) => text.includes('query Today(')) ?? '';
const today = {
  ...{ day: '2026-11-29', from: '2026-11-29T00:00:00Z', until: '2026-11-30T00:00:00Z' },
  placeLocale: 'EN',
};

/** Within all limits: it is the reading and planning that costs. */
const plannable: readonly { readonly name: string; readonly query: string; readonly variables?: object }[] = [
  { name: 'the web’s largest query', query: largest, variables: today },
  { name: 'a query of two subgraphs', query: '{ me { id member { name } } }' },
  {
    name: 'a chain of 90 fragments',
    query: `{ me { ...F0 } } ${times(90, (at) => `fragment F${at} on Viewer { id ...F${at + 1} }`)} fragment F90 on Viewer { id }`,
  },
  { name: '140 times the same field', query: `{ me { ${times(140, () => 'id')} } }` },
];

const tenThousandAliases = hostileDocuments[0]?.query ?? '';

export const httpAttacks: readonly Attack[] = [
  ...hostileDocuments.map(({ name, query }) => ({ name, run: loops(everNew(query)) })),
  { name: '10,000 aliases, the same document each time', run: loops(() => tenThousandAliases) },
  ...plannable.map(({ name, query, variables }) => ({
    name: `planned anew each time: ${name}`,
    run: loops(everNew(query), authorized, variables),
  })),
  { name: 'nobody’s documents', run: loops(everNew('{ me { id } }'), () => ({})) },
  {
    name: 'tokens that are none',
    run: loops(everNew('{ me { id } }'), ({ authorization }, index) => ({
      authorization: `${authorization.slice(0, -12)}${String(index).padStart(12, '0')}`,
    })),
  },
];
