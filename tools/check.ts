import { availableParallelism } from 'node:os';
import { exitOnSignals, type Outcome, runCommand } from './run-command.ts';

interface Step {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** What to do about a failure, in one sentence. */
  readonly advice: string;
}

const lanes = 2;
const stepTimeoutMs = 600_000;
/** What did not change since the last run is not looked at again; a clean checkout has nothing there. */
const cache = 'node_modules/.cache/moim';
const bin = (name: string, ...args: string[]) => ({ file: `node_modules/.bin/${name}`, args });
const tool = (name: string, ...args: string[]) => ({
  file: process.execPath,
  args: [`tools/${name}`, ...args],
});

/** The slow ones first, so that the lanes end together. */
const steps: readonly Step[] = [
  {
    name: 'lint',
    ...bin('eslint', '--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/eslint/`, '.'),
    advice: 'npm run fix mends some of it',
  },
  {
    name: 'web types',
    file: 'npm',
    args: ['run', '--silent', 'check', '-w', 'web'],
    advice: 'see the file and line above',
  },
  {
    name: 'types',
    ...bin('tsc', '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${cache}/types.tsbuildinfo`),
    advice: 'see the file and line above',
  },
  { name: 'schema', ...tool('schema.ts', '--check'), advice: 'npm run schema prints and composes it again' },
  {
    name: 'format',
    ...bin('prettier', '--check', '--cache', '--log-level', 'warn', '.'),
    advice: 'npm run fix',
  },
  { name: 'unused', ...bin('knip', '--no-progress', '--no-config-hints'), advice: 'delete it, or import it' },
  {
    name: 'direction',
    ...tool('direction.ts'),
    advice: '.dependency-cruiser.cjs says why each rule is there',
  },
  { name: 'lock file', ...tool('lock-file.ts'), advice: 'tools/security-floor.json, package.json' },
];

const wanted = process.argv.slice(2);
const queue = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const failed: Step[] = [];

async function workThroughQueue(): Promise<void> {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const outcome = await runCommand({ ...step, timeoutMs: stepTimeoutMs });
    report(step, outcome);
    if (!outcome.isOk) failed.push(step);
  }
}

function report({ name }: Step, { isOk, isTimedOut, output, tookMs }: Outcome): void {
  if (!isOk) console.log(output.trimEnd());
  if (isTimedOut) console.log(`${name}: killed after ${stepTimeoutMs / 1_000} s`);
  console.log(`${isOk ? '✓' : '✗'} ${name} (${(tookMs / 1_000).toFixed(1)} s)`);
}

exitOnSignals();
const startedAt = performance.now();
await Promise.all(Array.from({ length: Math.min(lanes, availableParallelism()) }, workThroughQueue));
for (const { name, advice } of failed) console.log(`FAILED ${name}: ${advice}`);
const tookS = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(
  failed.length > 0 ? `${failed.length} checks failed (${tookS} s)` : `All checks passed (${tookS} s)`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
