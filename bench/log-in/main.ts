import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStack } from '../../tests/e2e/stack.ts';
import { describeMachine } from '../machine.ts';
import { burdens, fillMessages } from './burdens.ts';
import { logInSteadily, openAccounts } from './log-ins.ts';
import { type Phase, report } from './report.ts';

/** `npm run bench -- log-in [per second]`. */
const perSecond = Number(process.argv[3] ?? 30);
const [warmUpSeconds, idleSeconds, burdenedSeconds] = [10, 30, 60];
const accountCount = 40;

/** How long a log-in takes while the database is made to work. */
async function main(): Promise<void> {
  const machine = describeMachine();
  const environment = { MOIM_AUTH_ATTEMPTS_PER_ADDRESS: '1000000' };
  const stack = await startStack({ execution: 'in-process', hasReplica: true, environment });
  const phases: Phase[] = [];
  try {
    const accounts = await openAccounts(stack.url, accountCount);
    const logIn = (seconds: number) => logInSteadily(stack.url, accounts, { perSecond, seconds });
    await fillMessages(stack.databaseUrl);
    await logIn(warmUpSeconds);
    phases.push({ name: 'nothing', remark: '', ...(await logIn(idleSeconds)) });
    for (const { name, run } of burdens) {
      const [remark, logIns] = await Promise.all([run(stack.databaseUrl), logIn(burdenedSeconds)]);
      phases.push({ name, remark, ...logIns });
    }
    phases.push({ name: 'nothing, again', remark: '', ...(await logIn(idleSeconds)) });
  } finally {
    await stack.close();
  }
  const text = report(machine, perSecond, phases);
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log-in.md'), text);
  process.stdout.write(`\n${text}`);
}

await main();
