import { type Execution, startStack } from './stack.ts';

/** Runs a stack until it is told to stop; Playwright waits for `PORT` to answer. */
const execution: Execution = process.env['MOIM_EXECUTION'] === 'processes' ? 'processes' : 'in-process';
const stack = await startStack({ execution, port: Number(process.env['PORT'] ?? 4100) });
process.stdout.write(`${JSON.stringify({ url: stack.url, databaseUrl: stack.databaseUrl })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stack.close().then(() => process.exit(0)));
