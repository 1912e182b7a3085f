import type { WriteDb } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KillPoint, Order } from './order.ts';

/** Dies at the ordered point, for good and at once. */
export function killer({ fault }: Pick<Order, 'fault'>): (point: KillPoint) => void {
  let hits = 0;
  return (point) => {
    if (point !== fault?.point) return;
    hits += 1;
    if (hits === fault.hit) process.kill(process.pid, 'SIGKILL');
  };
}

/** For clients: their transactions pass the kill points of an action, and some are slow to commit. */
export function clientServices(
  services: Services,
  reach: (point: KillPoint) => void,
  random: () => number,
): Services {
  const { write } = services.db;
  const faulty: WriteDb = {
    named: (statement) => write.named(statement),
    transaction: (work) =>
      write.transaction(async (tx) => {
        tx.afterCommit(() => reach('action-committed-before-hint'));
        const result = await work(tx);
        if (random() < 0.1) await sleep(random() * 20);
        reach('action-before-commit');
        return result;
      }),
  };
  return { ...services, db: { ...services.db, write: faulty } };
}
