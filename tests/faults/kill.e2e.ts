import { messaging } from '@moim/messaging/subgraph.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Arena, openArena } from './arena.ts';
import { hostedNames, messagingConsumers } from './consumers.ts';
import { killPoints } from './order.ts';
import { seededRandom } from './random.ts';

const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const nextSeed = () => Math.floor(random() * 1_000_000);
let arena: Arena;

async function openWorld(): Promise<void> {
  arena = await openArena();
  const setup = await arena.run({ mode: 'setup', seed });
  expect(await setup.ended).toBe(0);
}

async function drain(): Promise<void> {
  const run = await arena.run({ mode: 'drain', seed });
  await arena.untilDrained();
  run.kill();
  await run.ended;
}

describe(`a process killed while people write and are removed (FAULT_SEED=${seed})`, () => {
  beforeAll(openWorld);
  afterAll(() => arena.close());

  it.each(killPoints)('at %s', async (point) => {
    const hit = 1 + Math.floor(random() * 25);
    const run = await arena.run({ mode: 'load', seed: nextSeed(), fault: { point, hit } });
    expect(await run.ended).toBe('SIGKILL');
  });

  it('at twenty random moments', async () => {
    for (let n = 0; n < 20; n += 1) {
      const run = await arena.run({ mode: 'load', seed: nextSeed() });
      await run.said('ready');
      await sleep(50 + random() * 700);
      run.kill();
      expect(await run.ended).toBe('SIGKILL');
    }
  });

  it('has lost no event, doubled no message, and had every effect of every removal once', async () => {
    await drain();
    const { violations, messages, removals } = await arena.check();
    console.info(
      `FAULT_SEED=${seed}: ${messages} messages, ${removals} removals, ${violations.length} violations`,
      ...violations.slice(0, 5),
    );
    expect(violations.slice(0, 20)).toEqual([]);
    expect(messages).toBeGreaterThan(100);
    expect(removals).toBeGreaterThan(20);
  });
});

it('runs every consumer of messaging whose publisher it runs', () => {
  const hosted = messaging.triggers.consumers.filter(({ source }) => hostedNames.includes(source));
  expect(messagingConsumers).toEqual(hosted);
});

describe('the checker', () => {
  beforeEach(openWorld);
  afterEach(() => arena.close());

  it('accepts a history without faults', async () => {
    const run = await arena.run({ mode: 'load', seed, loadMs: 2_000 });
    await run.said('done');
    await arena.untilDrained();
    expect((await arena.check()).violations).toEqual([]);
  });

  it('catches a consumer without an inbox, which repeats effects when it dies', async () => {
    for (let n = 0; n < 3; n += 1) {
      const fault = { point: 'consumer-effect-before-position', hit: 20 } as const;
      const run = await arena.run({ mode: 'load', seed: nextSeed(), mutant: 'no-inbox', fault });
      expect(await run.ended).toBe('SIGKILL');
    }
    await arena.run({ mode: 'drain', seed, mutant: 'no-inbox' });
    await arena.untilDrained();
    const { violations } = await arena.check();
    expect(violations).toContainEqual(expect.stringContaining('effect repeated: inbox entry'));
  });

  it('catches a relay that reads by a cursor, which passes by slow transactions', async () => {
    const run = await arena.run({ mode: 'load', seed, mutant: 'naive-cursor', loadMs: 3_000 });
    await run.said('done');
    await sleep(1_000); // What was passed by stays behind for ever, so there is no draining to wait for.
    const { violations } = await arena.check();
    expect(violations).toContainEqual(expect.stringMatching(/^lost: .* never left the outbox$/));
    expect(violations).toContainEqual(expect.stringMatching(/^lost or out of order: /));
  });
});
