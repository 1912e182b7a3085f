import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { makeDayOf, type DayOfSomebody } from './day-of-somebody.ts';
import { today } from './documents.ts';
import { type Person, signUp } from './person.ts';
import { type Stack, startStack, type SubgraphName, subgraphNames, type SubgraphProcess } from './stack.ts';

let stack: Stack;
let minji: Person;
let day: DayOfSomebody;

beforeAll(async () => {
  stack = await startStack({ execution: 'processes' });
  const admin = await signUp(stack.url, { name: 'Founder' });
  minji = await signUp(stack.url, { name: '이민지' });
  day = await makeDayOf(
    { person: minji, admin, friend: await signUp(stack.url, { name: 'Friend' }) },
    newUuid,
  );
});
afterAll(async () => {
  await minji.close();
  await stack.close();
});

const subgraph = (name: SubgraphName): SubgraphProcess => {
  const found = stack.subgraphs[name];
  if (!found) throw new Error(`${name} is not a process of its own`);
  return found;
};

const ask = async () => (await minji.ask(today, day.variables)).body;

/** Asks until the answer has no errors again: the supergraph recovers by itself. */
const recovered = async () => {
  for (let attempt = 0; attempt < 150; attempt++) {
    const body = await ask();
    if (!body.errors) return body.data;
    await sleep(200);
  }
  return null;
};

describe('the query of Today', () => {
  it('is one query, and six subgraphs answer it', async () => {
    expect(today).not.toBe('');
    expect(day.plain(await recovered())).toMatchSnapshot();
  });

  it.each(subgraphNames)('answers the rest while %s is away, and all of it afterwards', async (name) => {
    const whole = await recovered();
    await subgraph(name).program.kill();
    const body = await ask();
    expect(day.plain(body)).toMatchSnapshot();
    await subgraph(name).restart();
    expect(day.plain(await recovered())).toEqual(day.plain(whole));
  });
});
