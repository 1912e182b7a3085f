import { root } from '../configuration.ts';
import { Child } from './child.ts';

/**
 * `node app/src/distributed/watch.ts <file>`: one process of a service under a watchdog, for a
 * container. It ends when the process does, also when that one's event loop stands; whoever runs
 * the container starts it again.
 */
const [, , file = ''] = process.argv;
process.chdir(root);
const child = new Child({
  file,
  environment: process.env,
  onLine: (line) => process.stdout.write(`${line}\n`),
});
let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    isStopping = true;
    void child.stop(signal);
  });
const ending = await child.exited;
if (!isStopping) process.stderr.write(`${file} ended: ${ending}\n`);
process.exit(isStopping ? 0 : 1);
