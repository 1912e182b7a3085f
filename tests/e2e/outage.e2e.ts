import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRoom, roomEvents, send } from './documents.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Stack, startStack, type SubgraphName, type SubgraphProcess } from './stack.ts';

let stack: Stack;
let minji: Person;
let roomId: string;

beforeAll(async () => {
  stack = await startStack({ execution: 'processes' });
  minji = await signUp(stack.url, { name: '민지' });
  const alex = await signUp(stack.url, { name: 'Alex' });
  roomId = newId();
  await minji.data(createRoom, {
    input: { id: roomId, kind: 'GROUP', title: 'Busan', memberIds: [alex.memberId] },
  });
  await minji.data(send, { input: { id: newId(), roomId, text: 'hello' } });
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

const overview =
  'query ($id: ID!) { me { member { name } unread } chatRoom(id: $id) { title messages(last: 1) { edges { node { text sender { name } } } } } }';

/** Without what differs from run to run. */
const answer = async () => {
  const { body } = await minji.ask(overview, { id: roomId });
  const text = JSON.stringify(body).replaceAll(minji.memberId, '<minji>');
  const plain: unknown = JSON.parse(text.replaceAll(/"requestId":"[^"]+"/g, '"requestId":"<id>"'));
  return plain;
};

/** Asks until the answer has no errors again: the supergraph recovers by itself. */
const recovered = async () => {
  for (let attempt = 0; attempt < 150; attempt++) {
    const { body } = await minji.ask(overview, { id: roomId });
    if (!body.errors) return body.data;
    await sleep(200);
  }
  return null;
};

const faults: [
  string,
  (process: SubgraphProcess) => Promise<void> | void,
  (process: SubgraphProcess) => Promise<void> | void,
][] = [
  ['killed', ({ program }) => program.kill(), (process) => process.restart()],
  [
    'frozen',
    ({ program }) => void process.kill(program.pid, 'SIGSTOP'),
    ({ program }) => void process.kill(program.pid, 'SIGCONT'),
  ],
  ['half-open', ({ network }) => network.freeze(), ({ network }) => network.heal()],
];

describe.each(faults)('messaging %s', (_, breakIt, mendIt) => {
  it('leaves identity answering, and comes back without a restart of the supergraph', async () => {
    expect(await recovered()).not.toBeNull();
    await breakIt(subgraph('messaging'));
    expect(await answer()).toMatchSnapshot();
    await mendIt(subgraph('messaging'));
    expect(await recovered()).toMatchObject({ chatRoom: { title: 'Busan' } });
  });
});

describe.each(faults)('identity %s', (_, breakIt, mendIt) => {
  it('leaves messaging answering, and comes back without a restart of the supergraph', async () => {
    expect(await recovered()).not.toBeNull();
    await breakIt(subgraph('identity'));
    expect(await answer()).toMatchSnapshot();
    await mendIt(subgraph('identity'));
    expect(await recovered()).toMatchObject({ me: { member: { name: '민지' } } });
  });
});

describe.each(faults)('a live room while messaging is %s', (_, breakIt, mendIt) => {
  it('goes on afterwards, without a gap', async () => {
    expect(await recovered()).not.toBeNull();
    const { chatRoom } = await minji.read(
      z.object({ chatRoom: z.object({ lastSeq: z.int() }) }),
      'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }',
      { id: roomId },
    );
    const listening = minji.listen(roomEvents, { roomId, afterSeq: chatRoom.lastSeq });
    const say = (text: string) => minji.data(send, { input: { id: newId(), roomId, text } });
    await say('before');
    await listening.next(1);
    await breakIt(subgraph('messaging'));
    await sleep(500);
    await mendIt(subgraph('messaging'));
    expect(await recovered()).not.toBeNull();
    await say('after');
    expect(await listening.next(2)).toMatchObject([
      { data: { chatRoomEvents: { message: { text: 'before' } } } },
      { data: { chatRoomEvents: { message: { text: 'after' } } } },
    ]);
    listening.stop();
  });
});

describe('a change in two subgraphs under one key, of which one is away', () => {
  const change = `mutation ($vehicle: RegisterVehicleInput!) {
    updateProfile(input: { timeZone: "Asia/Seoul" }) { ... on UpdateProfilePayload { viewer { member { timeZone } } } }
    registerVehicle(input: $vehicle) { ... on RegisterVehiclePayload { vehicle { id } } }
  }`;
  const move = 'mutation { updateProfile(input: { timeZone: "Europe/Paris" }) { __typename } }';
  const timeZone = '{ me { member { timeZone } } }';
  const answered = z.object({
    data: z.unknown(),
    errors: z.array(z.object({ path: z.unknown() })).optional(),
  });

  it('is done where it was not, and answered as before where it was', async () => {
    expect(await recovered()).not.toBeNull();
    const key = newId();
    const vehicle = { id: newId(), name: 'Van', plate: key.slice(0, 8) };
    const ask = async () => {
      const authorization = `Bearer ${minji.accessToken}`;
      const headers = { 'content-type': 'application/json', authorization, 'idempotency-key': key };
      const body = JSON.stringify({ query: change, variables: { vehicle } });
      return answered.parse(
        await (await fetch(`${stack.url}/graphql`, { method: 'POST', headers, body })).json(),
      );
    };
    await subgraph('telemetry').program.kill();
    expect((await ask()).errors).toEqual([{ path: ['registerVehicle'] }]);
    expect(await minji.data(timeZone)).toEqual({ me: { member: { timeZone: 'Asia/Seoul' } } });
    await minji.data(move);
    await subgraph('telemetry').restart();
    await expect.poll(ask, { interval: 200, timeout: 20_000 }).toEqual({
      data: {
        updateProfile: { viewer: { member: { timeZone: 'Asia/Seoul' } } },
        registerVehicle: { vehicle: { id: vehicle.id } },
      },
    });
    expect(await minji.data(timeZone)).toEqual({ me: { member: { timeZone: 'Europe/Paris' } } });
  });
});
