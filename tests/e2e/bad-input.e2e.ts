import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGroup, createRoom, markRead, roomEvents, send } from './documents.ts';
import { askAs, newId, type Person, signUp } from './person.ts';
import { type Stack, startStack } from './stack.ts';

let stack: Stack;
let minji: Person;
let colleague: Person;
let stranger: Person;
let roomId: string;

beforeAll(async () => {
  stack = await startStack({ execution: 'in-process' });
  minji = await signUp(stack.url, { name: '민지' });
  colleague = await signUp(stack.url, { name: 'Alex' });
  stranger = await signUp(stack.url, { name: 'Stranger' });
  roomId = newId();
  await minji.data(createRoom, {
    input: { id: roomId, kind: 'GROUP', title: 'Mine', memberIds: [colleague.memberId] },
  });
});
afterAll(() => stack.close());

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = () =>
  `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode({
    iss: 'moim',
    aud: 'moim-api',
    sub: minji.memberId,
    sid: newId(),
    roles: ['ADMIN'],
    membershipVersion: 0,
    iat: Math.floor(Date.now() / 1_000),
    exp: Math.floor(Date.now() / 1_000) + 600,
  })}.`;
const forged = () => {
  const [header, , signature] = minji.accessToken.split('.');
  return `${header}.${encode({ sub: minji.memberId })}.${signature}`;
};

describe('a token that is not good', () => {
  it.each([
    ['garbage', () => 'garbage'],
    ['alg: none', unsigned],
    ['forged', forged],
  ])('%s: 401, a code, nothing else', async (_, token) => {
    const { status, body } = await askAs(stack.url, token(), '{ me { id } }');
    expect({
      status,
      errors: body.errors?.map(({ message, extensions: { code } }) => ({ message, code })),
    }).toEqual({
      status: 401,
      errors: [{ message: expect.any(String), code: 'UNAUTHENTICATED' }],
    });
  });

  it('none at all: the same code', async () => {
    const { body } = await askAs(stack.url, null, '{ me { id } }');
    expect(body.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

/** Without the request's id, which always differs. */
const refusal = z.object({ error: z.looseObject({}).transform(({ requestId: _, ...rest }) => rest) });

describe('log-in', () => {
  const logIn = async (handle: string, password: string) => {
    const response = await fetch(`${stack.url}/auth/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client: 'api', handle, password }),
    });
    const { error } = refusal.parse(await response.json());
    return { status: response.status, error };
  };

  it('answers an unknown handle and a wrong password alike', async () => {
    const wrong = await logIn(minji.handle, 'not the password 1');
    expect(wrong).toMatchObject({ status: 401, error: { code: 'UNAUTHENTICATED' } });
    expect(await logIn('nobody-at-all', 'not the password 1')).toEqual(wrong);
  });
});

describe('unknown and forbidden', () => {
  it.each([
    ['chatRoom', () => roomId],
    ['group', () => newId()],
    ['member', () => newId()],
  ])('%s answers null, whatever the reason', async (field, id) => {
    const query = `query ($id: ID!) { ${field}(id: $id) { id } }`;
    expect(await stranger.data(query, { id: id() })).toEqual({ [field]: null });
    expect(await stranger.data(query, { id: 'not an id' })).toEqual({ [field]: null });
  });

  it('a room of others and a room that is not there refuse a message alike', async () => {
    const into = (id: string) => stranger.data(send, { input: { id: newId(), roomId: id, text: 'hi' } });
    expect(await into(roomId)).toMatchObject({ sendMessage: { __typename: 'NotFound', code: 'NOT_FOUND' } });
    expect(await into(newId())).toEqual(await into(roomId));
  });
});

describe('values that break a rule', () => {
  const refusals: [string, string, string, object, string][] = [
    ['an empty text', 'sendMessage', send, { id: newId(), text: '  ' }, 'input.text'],
    ['a text that is too long', 'sendMessage', send, { id: newId(), text: 'x'.repeat(4_001) }, 'input.text'],
    ['a control character', 'sendMessage', send, { id: newId(), text: 'a\u0007b' }, 'input.text'],
    ['a message id that is none', 'sendMessage', send, { id: 'x', text: 'a' }, 'input.id'],
    ['a read marker from the future', 'markRead', markRead, { seq: 1_000 }, 'input.seq'],
  ];
  it.each(refusals)('%s', async (_, field, query, input, named) => {
    expect(await minji.data(query, { input: { roomId, ...input } })).toMatchObject({
      [field]: { __typename: 'InvalidInput', code: 'BAD_USER_INPUT', field: named },
    });
  });

  it('an empty group name', async () => {
    expect(await minji.data(createGroup, { input: { id: newId(), name: '', memberIds: [] } })).toMatchObject({
      createGroup: { __typename: 'InvalidInput', field: 'input.name' },
    });
  });

  it('an unknown enum value', async () => {
    const { body } = await minji.ask(createRoom, { input: { id: newId(), kind: 'PARTY', memberIds: [] } });
    expect(body.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('nothing of it was written', async () => {
    const query =
      'query ($id: ID!) { chatRoom(id: $id) { lastSeq messages(first: 10) { edges { node { text } } } } }';
    const answer = await minji.data(query, { id: roomId });
    expect(answer).toEqual({ chatRoom: { lastSeq: 0, messages: { edges: [] } } });
  });
});

describe('cursors', () => {
  it('of another list name the argument', async () => {
    const { body } = await minji.ask(
      'query ($id: ID!) { chatRoom(id: $id) { messages(first: 5, after: "garbage") { edges { cursor } } } }',
      { id: roomId },
    );
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  it('from the future refuse the subscription and name the argument', async () => {
    const listening = minji.listen(roomEvents, { roomId, afterSeq: 5_000 });
    expect(JSON.stringify(await listening.ended)).toMatch(/BAD_USER_INPUT.*afterSeq/);
  });
});

describe('what reaches a client', () => {
  it('is never a stack, SQL or an address', async () => {
    const answers = [
      await minji.ask('{ nonsense }'),
      await minji.ask('query ($id: ID!) { chatRoom(id: $id) { id } }', { id: "'; drop table x; --" }),
      await minji.ask('{ members(first: 1000) { edges { cursor } } }'),
      await askAs(stack.url, null, '{'),
    ];
    expect(JSON.stringify(answers)).not.toMatch(
      /\bat .*\.ts|select |insert |postgres|127\.0\.0\.1|\.internal|node_modules/i,
    );
  });

  it('has nothing behind /internal', async () => {
    const response = await fetch(`${stack.url}/internal/events?shard=0&after=0&limit=1&waitMs=0`);
    expect([401, 404]).toContain(response.status);
  });
});
