import type { Installation } from './open-installation.ts';
import { type ProcessorTime, readProcessorTime, spent } from './processor-time.ts';
import { countStatements, resetStatements, type StatementCount } from './statement-counts.ts';

/** What the sending took of the machine, clients included. */
export interface Costs {
  readonly spentMs: ProcessorTime;
  readonly statements: readonly StatementCount[];
}

/** Begins to count; the answer ends it. */
export async function countCosts(on: Installation): Promise<() => Promise<Costs>> {
  await resetStatements(on.postgres.url());
  const before = readProcessorTime(namesOf(on));
  return async () => {
    const spentMs = spent(before, readProcessorTime(namesOf(on)));
    return { spentMs, statements: await countStatements(on.postgres.url()) };
  };
}

function namesOf({ processes, postgres }: Installation): ReadonlyMap<number, string> {
  const services = [...processes()].flatMap(([name, pid]): [number, string][] =>
    pid === null ? [] : [[pid, name]],
  );
  return new Map([
    [process.pid, 'clients and supervisor'],
    ...services,
    ...[...postgres.postmasters()].map(([name, pid]): [number, string] => [pid, name]),
  ]);
}

/** Two tables, of each thing that was sent. */
export function costTables({ spentMs, statements }: Costs, count: number): string {
  const each = (value: number) => (value / count).toFixed(3);
  const sorted = [...spentMs].sort(([, one], [, other]) => other - one);
  const total = sorted.reduce((sum, [, ms]) => sum + ms, 0);
  const calls = statements.reduce((sum, one) => sum + one.calls, 0);
  return [
    '| process | processor ms a message |',
    '| --- | ---: |',
    ...[['all', total] as const, ...sorted].map(([name, ms]) => `| ${name} | ${each(ms)} |`),
    '',
    '| statement | calls a message | µs a call | ms a message |',
    '| --- | ---: | ---: | ---: |',
    `| all | ${each(calls)} | | ${each(statements.reduce((sum, one) => sum + one.planAndRunMs, 0))} |`,
    ...statements
      .filter((one) => one.calls / count > 0.005)
      .slice(0, 45)
      .map(({ name, calls: times, planAndRunMs }) => {
        const line = name.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
        return `| ${line} | ${each(times)} | ${((planAndRunMs * 1_000) / times).toFixed(0)} | ${each(planAndRunMs)} |`;
      }),
  ].join('\n');
}
