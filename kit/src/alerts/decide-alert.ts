/** What operators have been told of one kind of trouble. */
export interface AlertState {
  /** Whether they were told of trouble that is not over. */
  readonly isOpen: boolean;
  /** Pieces of trouble that they know of. */
  readonly toldCount: number;
  /** When trouble was told last; null for never. */
  readonly lastToldAt: Date | null;
}

export interface AlertDecision {
  readonly say: 'raised' | 'resolved' | null;
  readonly next: AlertState;
  /** When more may be told, if there is more by then; null: nothing is held back. */
  readonly lookAgainAt: Date | null;
}

/** One message of trouble in this time, however much of it there is; it says how much. */
export const alertWindowMs = 10 * 60_000;

export const nothingTold: AlertState = { isOpen: false, toldCount: 0, lastToldAt: null };

/** What to say now that `count` pieces of trouble wait. The end of trouble that was told is told at once. */
export function decideAlert(state: AlertState, count: number, now: Date): AlertDecision {
  if (count === 0) {
    const next = { ...state, isOpen: false, toldCount: 0 };
    return { say: state.isOpen ? 'resolved' : null, next, lookAgainAt: null };
  }
  const isNews = !state.isOpen || count > state.toldCount;
  const known = { ...state, toldCount: Math.min(state.toldCount, count) };
  if (!isNews) return { say: null, next: known, lookAgainAt: null };
  const freeAt = state.lastToldAt && new Date(state.lastToldAt.getTime() + alertWindowMs);
  if (freeAt && freeAt > now) return { say: null, next: known, lookAgainAt: freeAt };
  return { say: 'raised', next: { isOpen: true, toldCount: count, lastToldAt: now }, lookAgainAt: null };
}
