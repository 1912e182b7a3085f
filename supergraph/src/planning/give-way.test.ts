import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { fixtureSupergraph, silentLog } from '../testing/fixture.ts';
import { question } from '../testing/planning/questions.ts';
import { unobserved } from '../testing/planning/unobserved.ts';
import { Demand } from './demand.ts';
import { giveWay } from './give-way.ts';
import { PlanningThread } from './planning-thread.ts';

/** Niceness of each thread of this process, see proc(5). */
const nicenesses = (): number[] =>
  readdirSync('/proc/self/task').map((thread) => {
    const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ');
    return Number(fields.split(' ')[16]);
  });

it('the thread that plans goes behind the one that serves, which stays where it is', async () => {
  const own = getPriority();
  const planning = await new PlanningThread({ log: silentLog, observer: unobserved }).open(fixtureSupergraph);
  await planning.ask(question('{ people { id } }'), new Demand());
  expect(Math.max(...nicenesses())).toBe(Math.min(19, own + 10));
  expect(getPriority()).toBe(own);
  await planning.close();
});

it('nothing changes where priorities are of a process', () => {
  const own = getPriority();
  giveWay('darwin');
  expect(getPriority()).toBe(own);
});

it('goes on where it is forbidden', () => {
  const own = getPriority();
  giveWay('linux', () => {
    throw new Error('A system error occurred: uv_os_setpriority returned EPERM (operation not permitted)');
  });
  expect(getPriority()).toBe(own);
});
