import { readFileSync } from 'node:fs';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoom, roomEvents, send } from './documents.ts';
import { askAs, listenTo, newId, type Person, signUp, socketFor } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const published = readFileSync(new URL('../../schema/integrator.graphql', import.meta.url), 'utf8');
const operators = '{ deadLetterQueues { subgraph } }';

/** Where third parties build. */
describe.each<Execution>(['in-process', 'processes'])('/integrator/graphql, %s', (execution) => {
  let stack: Stack;
  let person: Person;
  let url: string;

  beforeAll(async () => {
    stack = await startStack({ execution });
    person = await signUp(stack.url, { name: '민지' });
    url = `${stack.url}/integrator`;
  });
  afterAll(async () => {
    await person.close();
    await stack.close();
  });

  it('is what schema/integrator.graphql says', async () => {
    const { body } = await askAs(url, person.accessToken, getIntrospectionQuery());
    if (!isIntrospection(body.data)) throw new Error(JSON.stringify(body));
    expect(sorted(printSchema(buildClientSchema(body.data)))).toBe(sorted(published));
  });

  it('knows nothing of what is for operators, which the whole graph answers', async () => {
    const refused = await askAs(url, person.accessToken, operators);
    expect(refused.body.errors?.[0]?.message).toContain('Cannot query field "deadLetterQueues"');
    const { body } = await askAs(stack.url, person.accessToken, operators);
    expect(body.data).toEqual({ deadLetterQueues: null });
  });

  it('shares its data with the whole graph, live', async () => {
    const alex = await signUp(stack.url, { name: 'Alex' });
    const id = newId();
    const memberIds = [alex.memberId];
    await person.data(createRoom, { input: { id, kind: 'GROUP', title: 'Busan', memberIds } });
    const socket = socketFor(url, person.accessToken);
    const listening = listenTo(socket, roomEvents, { roomId: id, afterSeq: 0 });
    await person.data(send, { input: { id: newId(), roomId: id, text: 'hello' } });
    const results = await listening.next(1);
    expect(JSON.stringify(results)).toContain('hello');
    listening.stop();
    await Promise.all([socket.dispose(), alex.close()]);
  });
});

const isIntrospection = (data: unknown): data is IntrospectionQuery =>
  typeof data === 'object' && data !== null && '__schema' in data;

const sorted = (sdl: string): string => printSchema(lexicographicSortSchema(buildSchema(sdl)));
