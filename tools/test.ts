import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { exitOnSignals, runCommand } from './run-command.ts';
import { add, closingLine, judge, noTests, type Tally, tallyPlaywright, tallyVitest } from './test/tally.ts';

interface Runner {
  readonly name: string;
  readonly timeoutMs: number;
  readonly args: readonly string[];
  readonly tally: (json: string) => Tally;
}

const minuteMs = 60_000;
const reports = mkdtempSync(join(tmpdir(), 'moim-test-'));
process.once('exit', () => rmSync(reports, { recursive: true, force: true }));
exitOnSignals();

const vitest = (name: string, timeoutMs: number): Runner => ({
  name,
  timeoutMs,
  args: [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', name],
    ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${reportOf(name)}`],
  ],
  tally: tallyVitest,
});

const runners: readonly Runner[] = [
  vitest('unit', 10 * minuteMs),
  vitest('integration', 15 * minuteMs),
  vitest('e2e', 30 * minuteMs),
  {
    name: 'browser',
    timeoutMs: 20 * minuteMs,
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter', 'list,json'],
    tally: tallyPlaywright,
  },
];

/** On CI nothing is skipped: what is missing there is a mistake in `.ci/run`. */
const isCi = process.env['CI'] !== undefined && process.env['CI'] !== 'false';
const wanted = process.argv.slice(2);
let total = noTests;

for (const [program, tests] of [
  ['redis-server', 'tests that run over Redis'],
  ['chromium', 'browser tests'],
] as const) {
  if (isInstalled(program)) continue;
  console.log(`${program} is not installed: ${tests} ${isCi ? 'must not be' : 'are'} skipped.`);
  if (isCi) total = add(total, { ...noTests, failed: 1 });
}
for (const runner of runners.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
  total = add(total, await run(runner));
console.log(closingLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;

async function run(runner: Runner): Promise<Tally> {
  console.log(`\n— ${runner.name}`);
  if (runner.name === 'browser' && !isInstalled('chromium') && !isCi) return await countSkipped(runner);
  const { isOk, isTimedOut } = await runCommand(
    {
      file: process.execPath,
      args: runner.args,
      timeoutMs: runner.timeoutMs,
      env: {
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf(runner.name),
        // What a test starts as `node` runs on the Node that runs us.
        PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      },
    },
    (text) => process.stdout.write(text),
  );
  if (isTimedOut) console.log(`${runner.name}: killed after ${runner.timeoutMs / minuteMs} minutes`);
  const tally = judge(readTally(runner), { isOk, maySkip: !isCi });
  console.log(`${runner.name}: ${closingLine(tally)}${isOk ? '' : ' (the runner ended with an error)'}`);
  return tally;
}

/** No report: the runner was killed or did not start. */
function readTally({ name, tally }: Runner): Tally {
  try {
    return tally(readFileSync(reportOf(name), 'utf8'));
  } catch {
    return noTests;
  }
}

async function countSkipped({ args }: Runner): Promise<Tally> {
  const { output } = await runCommand({
    file: process.execPath,
    args: [...args.slice(0, 2), '--list'],
    timeoutMs: minuteMs,
  });
  return { ...noTests, skipped: Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1) };
}

function reportOf(name: string): string {
  return join(reports, `${name}.json`);
}

/** On PATH, or where a variable of its name says, e.g. CHROMIUM. */
function isInstalled(program: string): boolean {
  const own = process.env[program.toUpperCase()];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...(own ? [own] : []), ...folders.map((folder) => join(folder, program))].some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
