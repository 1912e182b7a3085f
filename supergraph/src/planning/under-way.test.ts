import { beforeEach, describe, expect, it } from 'vitest';
import { SignalledWait } from '../execution/wait.ts';
import { type Asking, type Demand, forNobody } from './demand.ts';
import { NotPlannedInTime } from './planning-errors.ts';
import { Turns } from './turns.ts';
import { UnderWay } from './under-way.ts';

/** Plans of which each takes until it is let go, one at a time, in turn by who asks. */
let underWay: UnderWay<string, string>;
let begun: { readonly name: string; readonly end: () => void }[];
let waiting: number;
beforeEach(() => {
  underWay = new UnderWay();
  begun = [];
  waiting = 0;
  turns = new Turns({ waiting: (change) => void (waiting += change), waited: () => undefined });
});
let turns: Turns;

const plan = (name: string) => (demand: Demand) =>
  turns.take(demand, 10_000, async (begin) => {
    begin();
    await new Promise<void>((resolve) => begun.push({ name, end: resolve }));
    return `${name} planned`;
  });

class Asker implements Asking {
  readonly who: string;
  readonly #leaving = new AbortController();
  readonly wait = new SignalledWait(this.#leaving.signal);
  constructor(who: string) {
    this.who = who;
  }
  leave(): void {
    this.#leaving.abort(new Error('left'));
  }
}

const ask = async (name: string, asking: Asking): Promise<unknown> => {
  try {
    return await underWay.join(name, asking, plan(name));
  } catch (error) {
    return error instanceof Error ? error.constructor : error;
  }
};

/** Lets what is being planned end, and all that comes then; in which order. */
async function planAll(): Promise<readonly string[]> {
  for (let index = 0; ; index += 1) {
    await new Promise(setImmediate);
    const next = begun[index];
    if (!next) return begun.map(({ name }) => name);
    next.end();
  }
}

describe('who waits for a plan no more', () => {
  it('gives up its place where nobody else waits for it', async () => {
    const [ann, bob] = [new Asker('ann'), new Asker('bob')];
    const answers = [ask('first', forNobody), ask('of ann', ann), ask('of bob', bob)];
    expect(waiting).toBe(2);
    ann.leave();
    expect(await answers[1]).toBe(NotPlannedInTime);
    expect(waiting).toBe(1);
    expect(await planAll()).toEqual(['first', 'of bob']);
    expect(await Promise.all(answers)).toEqual(['first planned', NotPlannedInTime, 'of bob planned']);
  });

  it('leaves it to others, in their turn alone', async () => {
    const [ann, bob] = [new Asker('ann'), new Asker('bob')];
    const others = ['1', '2'].map((name) => ask(name, new Asker('bob')));
    const answers = [ask('shared', ann), ask('3', new Asker('bob')), ask('shared', bob)];
    ann.leave();
    expect(await answers[0]).toBe(NotPlannedInTime);
    expect(await planAll()).toEqual(['1', '2', '3', 'shared']);
    expect(await Promise.all([...others, ...answers.slice(1)])).toEqual([
      '1 planned',
      '2 planned',
      '3 planned',
      'shared planned',
    ]);
  });

  it('takes their turn from nobody of the same who still waits', async () => {
    const [one, other] = [new Asker('ann'), new Asker('ann')];
    const answers = [ask('first', forNobody), ask('shared', one), ask('shared', other)];
    one.leave();
    expect(await planAll()).toEqual(['first', 'shared']);
    expect(await answers[2]).toBe('shared planned');
  });

  it('does not stop what has its turn: whoever asks meanwhile has it', async () => {
    const ann = new Asker('ann');
    const left = ask('begun', ann);
    await new Promise(setImmediate);
    ann.leave();
    expect(await left).toBe(NotPlannedInTime);
    const later = ask('begun', new Asker('bob'));
    expect(await planAll()).toEqual(['begun']);
    expect(await later).toBe('begun planned');
  });

  it('is not planned for who has left before', async () => {
    const ann = new Asker('ann');
    ann.leave();
    expect(await ask('late', ann)).toBe(NotPlannedInTime);
    expect(await planAll()).toEqual([]);
  });

  it('has it planned anew for who comes afterwards', async () => {
    const ann = new Asker('ann');
    const first = ask('first', forNobody);
    const left = ask('again', ann);
    ann.leave();
    const anew = ask('again', new Asker('bob'));
    expect(await left).toBe(NotPlannedInTime);
    expect(await planAll()).toEqual(['first', 'again']);
    expect(await Promise.all([first, anew])).toEqual(['first planned', 'again planned']);
  });
});

it('is planned in the better turn of two who ask for it', async () => {
  const names = ['first', 'of ann', 'also of ann', 'shared'];
  const asked = names.map((name) => ask(name, new Asker('ann')));
  asked.push(ask('shared', new Asker('bob')));
  expect(await planAll()).toEqual(['first', 'of ann', 'shared', 'also of ann']);
  expect(await Promise.all(asked)).toEqual([...names, 'shared'].map((name) => `${name} planned`));
  expect(waiting).toBe(0);
});
