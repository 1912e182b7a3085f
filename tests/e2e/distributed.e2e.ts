import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addGreeting, askGreeting } from '@moim/app/testing/greeting.ts';
import { createRoom, send } from './documents.ts';
import { type DistributedHouse, startDistributedHouse } from './distributed-house.ts';
import { followRoom } from './follow-room.ts';
import { newId, type Person, signUp } from './person.ts';

const overview = '{ me { member { name } unread } }';
const lastSeqOf = z.object({ chatRoom: z.object({ lastSeq: z.int() }) });

describe('one process a service, two of messaging, two supergraphs behind nginx', () => {
  const extensions = mkdtempSync(join(tmpdir(), 'moim-extensions-'));
  let house: DistributedHouse;
  let minji: Person;
  let alex: Person;
  let roomId: string;

  beforeAll(async () => {
    house = await startDistributedHouse('messaging=2,supergraph=2', {
      ...{ DRAIN_WAIT_MS: '1200', MOIM_EXTENSIONS: extensions },
    });
    minji = await signUp(house.url, { name: '민지' });
    alex = await signUp(house.url, { name: 'Alex' });
    roomId = newId();
    const input = { id: roomId, kind: 'GROUP', title: 'Site visit', memberIds: [alex.memberId] };
    await minji.data(createRoom, { input });
  });
  afterAll(async () => {
    await Promise.all([minji.close(), alex.close()]);
    expect(await house.stop()).toBe(0);
    expect(house.output()).toContain('Stopped.');
    rmSync(extensions, { recursive: true });
  });

  const say = (text: string) => minji.data(send, { input: { id: newId(), roomId, text } });
  const lastSeq = async () =>
    (await minji.read(lastSeqOf, 'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }', { id: roomId }))
      .chatRoom.lastSeq;
  const until = async (isDone: () => boolean) => {
    for (let attempt = 0; attempt < 500 && !isDone(); attempt++) await delay(20);
  };

  it('delivers a message to everybody, whichever processes they are connected to', async () => {
    const afterSeq = await lastSeq();
    // Four sockets and two supergraphs: nginx gives each two of them.
    const followers = [minji, alex, minji, alex].map((person) => followRoom(person, roomId, afterSeq));
    for (const text of ['1', '2', '3']) await say(text);
    await until(() => followers.every(({ received }) => received.length >= 3));
    for (const { received, stop } of followers) {
      expect(received.map(({ text }) => text)).toEqual(['1', '2', '3']);
      stop();
    }
  });

  it('serves at both supergraphs what is added', { timeout: 60_000 }, async () => {
    const stopGreeting = await addGreeting({ MOIM_EXTENSIONS: extensions });
    const askAll = () =>
      Promise.all(Array.from({ length: 6 }, () => askGreeting(house.url, `Bearer ${minji.accessToken}`)));
    const isEverywhere = async () => (await askAll()).every((answer) => answer.includes('hello'));
    await expect.poll(isEverywhere, { timeout: 20_000 }).toBe(true);
    stopGreeting();
  });

  it(
    'replaces every process under load: no request fails, no event is lost or repeated',
    { timeout: 300_000 },
    async () => {
      const afterSeq = await lastSeq();
      const followers = [minji, alex].map((person) => followRoom(person, roomId, afterSeq));
      const failed: unknown[] = [];
      const sent: string[] = [];
      let asked = 0;
      let isOver = false;
      const load = async (ask: () => Promise<unknown>): Promise<void> => {
        while (!isOver) {
          asked += 1;
          await ask().catch((error: unknown) => failed.push(error));
          await delay(60);
        }
      };
      const writing = load(async () => {
        const text = `message ${sent.length}`;
        sent.push(text);
        await say(text);
      });
      const reading = load(() => alex.data(overview));
      house.signal('SIGHUP');
      await house.said('All processes were replaced.');
      isOver = true;
      await Promise.all([writing, reading]);

      expect(failed).toEqual([]);
      expect(asked).toBeGreaterThan(100);
      await until(() => followers.every(({ received }) => received.length >= sent.length));
      for (const { received, cuts, stop } of followers) {
        expect(received.map(({ text }) => text)).toEqual(sent);
        expect(cuts()).toBeGreaterThan(0);
        stop();
      }
    },
  );
});
