import { Deadline } from '../execution/deadline.ts';

/**
 * Until when what several ask together is worth anything: it is over when all of theirs are. To be ended when the answer
 * is there.
 *
 * @param deadlines - of those who ask, one at least; each may be over, and more than once among them
 */
export function jointDeadline(deadlines: readonly Deadline[]): Deadline {
  const joint = new Deadline();
  const waiting = new Map(deadlines.map((one) => [one, { giveUp: () => leave(one) }]));
  function leave(one: Deadline): void {
    waiting.delete(one);
    if (waiting.size > 0) return;
    if (one.hasPassed) joint.pass();
    else joint.leave();
  }
  const end = () => waiting.forEach((waiter, one) => one.forget(waiter));
  joint.beginAmong(
    { end },
    deadlines.reduce((latestMs, { leftMs }) => Math.max(latestMs, leftMs), 0),
  );
  for (const [one, waiter] of waiting) {
    if (one.isOver) leave(one);
    else one.tell(waiter);
  }
  return joint;
}
