import { describe, expect, it } from 'vitest';
import { type AlertState, alertWindowMs, decideAlert, nothingTold } from './decide-alert.ts';

const at = (ms: number) => new Date(1_000_000 + ms);

/** What is said when so much trouble waits at each of these times. */
function say(...looks: readonly (readonly [ms: number, count: number])[]) {
  let state: AlertState = nothingTold;
  return looks.map(([ms, count]) => {
    const decision = decideAlert(state, count, at(ms));
    state = decision.next;
    return decision.say ?? (decision.lookAgainAt ? 'held back' : null);
  });
}

describe('an alert', () => {
  it('is raised once for the same trouble, and resolved once', () => {
    expect(say([0, 2], [1, 2], [2, 1], [3, 0], [4, 0])).toEqual(['raised', null, null, 'resolved', null]);
  });

  it('tells of more trouble only after a while, with the count of then', () => {
    expect(say([0, 1], [1, 5], [alertWindowMs - 1, 6], [alertWindowMs, 7])).toEqual([
      ...['raised', 'held back', 'held back', 'raised'],
    ]);
  });

  it('holds back trouble that comes and goes', () => {
    expect(say([0, 1], [1, 0], [2, 1], [3, 0], [4, 1], [alertWindowMs, 1])).toEqual([
      ...['raised', 'resolved', 'held back', null, 'held back', 'raised'],
    ]);
  });

  it('is news again when the count falls and rises', () => {
    expect(say([0, 3], [1, 1], [alertWindowMs, 2])).toEqual(['raised', null, 'raised']);
  });

  it('is held back until the window is over', () => {
    const open = decideAlert(nothingTold, 1, at(0)).next;
    expect(decideAlert(open, 2, at(5)).lookAgainAt).toEqual(at(alertWindowMs));
  });
});
