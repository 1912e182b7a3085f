import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amend, type Belief, premiumAt } from './belief.ts';
import { type CoverageEnd, withinReach } from './cover.ts';
import { costOf } from './premium.ts';

const wonPerHour = 690;
const at = (minutes: number) => new Date(minutes * 60_000);

const from = (minutes: number): Belief => ({
  ...{ number: 1, startsAt: at(minutes), endsAt: null, endedBy: null },
  ...{ knownFrom: at(minutes), premiumWon: null },
});

describe('amend', () => {
  it('gives back what was charged for after an earlier end', () => {
    const first = amend(from(0), { at: at(60), by: 'MEMBER' }, { wonPerHour, carry: 0, now: at(60) });
    expect(first).toMatchObject({ amountWon: 690, carry: 0, belief: { number: 2, premiumWon: 690 } });
    if (!first) return;
    const end = { at: at(30), by: 'CX' as const };
    const second = amend(first.belief, end, { wonPerHour, carry: first.carry, now: at(90) });
    expect(second).toMatchObject({ amountWon: -345, belief: { number: 3, premiumWon: 345, endedBy: 'CX' } });
  });

  it('is known after what it replaces, whatever the clock says', () => {
    const options = { wonPerHour, carry: 0, now: at(-5) };
    const amendment = amend(from(0), { at: at(0), by: 'CX' }, options);
    expect(amendment?.belief.knownFrom.getTime()).toBe(at(0).getTime() + 1);
  });
});

describe('premiumAt', () => {
  it('runs with the time, and stands still after the end', () => {
    const options = { wonPerHour, carry: 0 };
    expect(premiumAt(from(0), { ...options, now: at(30) })).toBe(345);
    const ended = { ...from(0), endsAt: at(30), premiumWon: 345 };
    expect(premiumAt(ended, { ...options, now: at(600) })).toBe(345);
  });
});

/** A policy as the actions keep it, but in memory. */
class Book {
  readonly periods = new Map<number, Belief>();
  readonly told = new Map<string, number>();
  readonly ends = new Map<number, number[]>();
  readonly histories = new Map<number, Belief[]>();
  carry = 0;
  ledgerWon = 0;

  start(key: number, minutes: number): boolean {
    const isCovered = [...this.periods.values()].some(
      ({ endsAt }) => endsAt === null || endsAt > at(minutes),
    );
    if (this.periods.has(key) || isCovered) return false;
    this.#believe(key, from(minutes));
    return true;
  }

  end(key: number, minutes: number, now: number, by: CoverageEnd): void {
    const belief = this.periods.get(key);
    if (!belief) return;
    const reached = withinReach(belief, at(minutes), at(now));
    this.ends.set(key, [...(this.ends.get(key) ?? []), reached.getTime()]);
    const amendment = amend(belief, { at: reached, by }, { wonPerHour, carry: this.carry, now: at(now) });
    if (!amendment) return;
    this.#believe(key, amendment.belief);
    this.carry = amendment.carry;
    this.ledgerWon += amendment.amountWon;
  }

  callback(eventId: string, key: number, minutes: number, now: number): void {
    if (this.told.has(eventId) || !this.periods.has(key)) return;
    this.told.set(eventId, minutes);
    this.end(key, minutes, now, 'INSURER');
  }

  #believe(key: number, belief: Belief): void {
    this.periods.set(key, belief);
    this.histories.set(key, [...(this.histories.get(key) ?? []), belief]);
  }
}

const step = fc.record({
  kind: fc.constantFrom('start', 'start', 'member', 'cx', 'callback', 'repeat'),
  period: fc.nat(3),
  /** Minutes before now, for ends that are told of late. */
  ago: fc.nat(200),
  /** Minutes that pass first. */
  later: fc.nat(60),
});

describe('any order of starts, ends and callbacks, some of them repeated', () => {
  it('never overlaps, ends at the earliest end and charges nothing after it', () => {
    let ended = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24, size: 'max' }), (steps) => {
        const book = new Book();
        let now = 0;
        for (const [index, { kind, period, ago, later }] of steps.entries()) {
          now += later;
          if (kind === 'start') book.start(period, now);
          if (kind === 'member') book.end(period, now, now, 'MEMBER');
          if (kind === 'cx') book.end(period, now - ago, now, 'CX');
          if (kind === 'callback') book.callback(`event ${index}`, period, now - ago, now);
          if (kind === 'repeat') book.callback(`event ${period}`, period, now - ago, now);
        }
        ended += check(book);
      }),
      { numRuns: 10_000 },
    );
    expect(ended).toBeGreaterThan(5_000); // else the steps would test nothing
  });
});

function check(book: Book): number {
  const periods = [...book.periods];
  let exact = 0;
  let charged = 0;
  let ended = 0;
  for (const [key, { startsAt, endsAt, premiumWon }] of periods) {
    const ends = book.ends.get(key) ?? [];
    expect(endsAt?.getTime() ?? null).toBe(ends.length > 0 ? Math.min(...ends) : null);
    if (endsAt) {
      const cost = costOf({ startsAt, endsAt }, wonPerHour);
      expect(Math.abs((premiumWon ?? 0) * 60 - cost)).toBeLessThan(60);
      if (cost === 0) expect(premiumWon).toBe(0);
      exact += cost;
      charged += premiumWon ?? 0;
      ended += 1;
    }
    for (const [other, { startsAt: otherStart, endsAt: otherEnd }] of periods) {
      if (other === key) continue;
      const isBefore = endsAt !== null && endsAt <= otherStart;
      const isAfter = otherEnd !== null && otherEnd <= startsAt;
      expect(isBefore || isAfter).toBe(true);
    }
    const known = (book.histories.get(key) ?? []).map(({ knownFrom }) => knownFrom.getTime());
    expect(known).toEqual([...new Set(known)].sort((a, b) => a - b));
  }
  expect(charged).toBe(book.ledgerWon);
  expect(charged * 60 + book.carry).toBe(exact);
  return ended;
}
