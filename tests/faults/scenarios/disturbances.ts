import { setTimeout as sleep } from 'node:timers/promises';
import { killReplica, replicasOf, untilReplaced } from '../delivery/kill-replica.ts';
import type { Installation } from '../delivery/open-installation.ts';
import { pick } from '../random.ts';
import type { DisturbedScenario } from './scenario.ts';

const calmMs = 2_000;
/** A process that stands still this long has been replaced by then. */
const frozenMs = 60_000;

/** Scenarios that are played on a running installation. */
export const disturbances: readonly DisturbedScenario[] = [
  {
    ...{ kind: 'disturbed', name: 'kill-supergraph', numbers: '1' },
    promise: 'clients resume behind what they have seen',
    disturb: (on, random) => repeated(5, () => killReplica(on, pick(replicasOf(on, 'supergraph'), random))),
  },
  {
    ...{ kind: 'disturbed', name: 'kill-subgraphs', numbers: '2' },
    promise: 'what is asked meanwhile is answered, or refused so that it can be asked again',
    disturb: async (on) => {
      const names = replicasOf(on).filter((name) => !name.startsWith('supergraph'));
      return repeated(names.length, (index) => killReplica(on, names[index] ?? ''));
    },
  },
  {
    ...{ kind: 'disturbed', name: 'redis-restart', numbers: '5' },
    promise: 'mutations keep working without Redis',
    isUnnoticed: true,
    disturb: ({ redis }, random) =>
      repeated(3, async () => {
        await redis.kill();
        await sleep(500 + random() * 4_000);
        await redis.start();
      }),
  },
  {
    ...{ kind: 'disturbed', name: 'redis-emptied', numbers: '6' },
    promise: 'an empty Redis is filled from Postgres',
    isUnnoticed: true,
    disturb: ({ redis }, random) =>
      repeated(4, async (index) => {
        await sleep(random() * 2_000);
        if (index % 2 === 0) await redis.command('FLUSHALL');
        else await redis.lose();
      }),
  },
  {
    ...{ kind: 'disturbed', name: 'redis-full', numbers: '7' },
    promise: 'a Redis that takes nothing more holds up nobody',
    isUnnoticed: true,
    disturb: ({ redis }, random) =>
      repeated(2, async () => {
        await redis.command('CONFIG', 'SET', 'maxmemory', '1');
        await sleep(3_000 + random() * 4_000);
        await redis.command('CONFIG', 'SET', 'maxmemory', '0');
      }),
  },
  {
    ...{ kind: 'disturbed', name: 'replica-dies', numbers: '9' },
    promise: 'reads go to the primary, and no client sees an error',
    isUnnoticed: true,
    disturb: ({ postgres }) => repeated(2, () => postgres.killStandby()),
  },
  {
    ...{ kind: 'disturbed', name: 'primary-restarts', numbers: '10' },
    promise: 'only errors that may be retried; what was acknowledged is there',
    disturb: ({ postgres }) => repeated(2, (index) => postgres.restart(index === 0 ? 'fast' : 'immediate')),
  },
  {
    ...{ kind: 'disturbed', name: 'frozen-leader', numbers: '23' },
    promise: 'a process of messaging that stands still is replaced, and does no harm if it wakes',
    disturb: async (on, random) => {
      await freeze(on, pick(replicasOf(on, 'messaging'), random));
      return 1;
    },
  },
];

async function repeated(times: number, fault: (index: number) => Promise<void>): Promise<number> {
  for (let index = 0; index < times; index += 1) {
    await fault(index);
    await sleep(calmMs);
  }
  return times;
}

/** The watchdog may end it before it wakes. */
async function freeze(on: Installation, name: string): Promise<void> {
  const pid = on.processes().get(name);
  if (!pid) return;
  process.kill(pid, 'SIGSTOP');
  await untilReplaced(on, name, pid, frozenMs).catch(() => process.kill(pid, 'SIGCONT'));
}
