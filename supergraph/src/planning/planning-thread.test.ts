import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtureSupergraph, silentLog } from '../testing/fixture.ts';
import { bomb, bombSupergraph, question } from '../testing/planning/questions.ts';
import { Demand } from './demand.ts';
import { PlanningBusy, PlanningFault, TookTooMuch, TooComplex } from './planning-errors.ts';
import type { WorkerEnd } from './planning-observer.ts';
import { PlanningThread, type PlanningThreadOptions } from './planning-thread.ts';

const planted = new URL('../testing/planning/planted.worker.ts', import.meta.url);
const broken = new URL('../testing/planning/broken.worker.ts', import.meta.url);
const simple = question('{ people { id } }');
/** How a question came out. */
const outcomeOf = (asked: unknown): Promise<unknown> =>
  Promise.resolve(asked).then(
    () => 'planned',
    (error: unknown) => (error instanceof Error ? error.constructor : error),
  );

let waiting: number;
let waits: number;
let ends: WorkerEnd[];
beforeEach(() => {
  waiting = 0;
  waits = 0;
  ends = [];
});

let closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes) await close();
  closes = [];
  expect(waiting).toBe(0);
});

function start(options: Partial<PlanningThreadOptions> = {}): PlanningThread {
  const observer = {
    waiting: (change: number) => void (waiting += change),
    waited: () => void (waits += 1),
    ended: (end: WorkerEnd) => void ends.push(end),
  };
  return new PlanningThread({ log: silentLog, observer, module: planted, ...options });
}

async function open(thread: PlanningThread, supergraph = fixtureSupergraph) {
  const planning = await thread.open(supergraph);
  closes.push(() => planning.close());
  return planning;
}

describe('a plan that never comes', () => {
  it('is refused in time; the others are asked of a new thread, and all that comes later', async () => {
    const planning = await open(start({ planMs: 300 }));
    const asked = [question('query Endless { people { id } }'), simple, simple].map((one, who) =>
      planning.ask(one, new Demand(`${who}`)),
    );
    expect(await Promise.all(asked.map(outcomeOf))).toEqual([TookTooMuch, 'planned', 'planned']);
    expect(await outcomeOf(planning.ask(simple, new Demand('ann')))).toBe('planned');
    expect(ends).toEqual(['time']);
  });

  it('leaves the thread that serves alone', async () => {
    const planning = await open(start({ planMs: 300 }));
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    await outcomeOf(planning.ask(question('query Endless { people { id } }'), new Demand('ann')));
    clearInterval(turning);
    expect(turns).toBeGreaterThan(5);
  });
});

it('what takes more memory than there is ends its thread and is too complex', async () => {
  const planning = await open(start({ maxHeapMb: 64 }));
  const asked = [question('query Greedy { people { id } }'), simple].map((one) =>
    planning.ask(one, new Demand('ann')),
  );
  expect(await Promise.all(asked.map(outcomeOf))).toEqual([TookTooMuch, 'planned']);
  expect(ends).toEqual(['memory']);
});

it('a thread that falls over fails that question alone', async () => {
  const planning = await open(start());
  const asked = [question('query Crashing { people { id } }'), simple].map((one) =>
    planning.ask(one, new Demand('ann')),
  );
  expect(await Promise.all(asked.map(outcomeOf))).toEqual([PlanningFault, 'planned']);
  expect(ends).toEqual(['crash']);
});

it('a thread that does not come up is not tried again and again', async () => {
  const thread = start({ module: broken });
  for (let times = 0; times < 3; times += 1)
    await expect(thread.open(fixtureSupergraph)).rejects.toThrow(/the planning thread d(oes|id) not come up/);
  expect(ends).toEqual(['crash']);
});

it('each who waits has their turn, however many questions another one has', async () => {
  const planning = await open(start());
  const order: string[] = [];
  const ask = (who: string) =>
    Promise.resolve(planning.ask(simple, new Demand(who))).then(() => order.push(who));
  await Promise.all(['ann', 'ann', 'ann', 'ann', 'bob', 'cho', 'bob'].map(ask));
  expect(order).toEqual(['ann', 'ann', 'bob', 'cho', 'ann', 'bob', 'ann']);
  expect(waits).toBe(8); // the supergraph itself is the eighth
});

it('who has waited too long is told so', async () => {
  const planning = await open(start({ planMs: 400, waitMs: 100 }));
  const asked = [question('query Endless { people { id } }'), simple].map((one) =>
    planning.ask(one, new Demand('ann')),
  );
  expect(await Promise.all(asked.map(outcomeOf))).toEqual([TookTooMuch, PlanningBusy]);
});

it('one thread plans several supergraphs, and ends with the last', async () => {
  const thread = start();
  const [one, other] = [await thread.open(fixtureSupergraph), await thread.open(bombSupergraph)];
  expect(await outcomeOf(other.ask(question(bomb), new Demand()))).toBe(TooComplex);
  await other.close();
  expect(await outcomeOf(one.ask(simple, new Demand()))).toBe('planned');
  expect(ends).toEqual([]);
  const asked = outcomeOf(one.ask(simple, new Demand()));
  await one.close();
  await one.close();
  expect(ends).toEqual(['closed']);
  expect(await asked).toBe(PlanningFault);
  expect(await outcomeOf(one.ask(simple, new Demand()))).toBe(PlanningFault);
});

it('what is no supergraph leaves no thread behind', async () => {
  await expect(start().open('type Query { a: Int }')).rejects.toThrow(PlanningFault);
  await vi.waitFor(() => expect(ends).toEqual(['closed']));
});
