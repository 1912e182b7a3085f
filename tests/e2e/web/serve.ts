import { fileURLToPath } from 'node:url';
import { buildWeb } from '../../../app/src/web/build-web.ts';
import { signUp } from '../person.ts';
import { startStack } from '../stack.ts';
import { tellDatabaseUrl } from './database-url.ts';
import { houseAdmin } from './house-admin.ts';
import { insurerSecret } from './insurer-secret.ts';
import { otherOrigin } from './other-origin.ts';

/** Both executions on neighbouring ports, over one build of the web app; Playwright waits for the second. */
const firstPort = Number(process.env['MOIM_E2E_PORT']);
const root = fileURLToPath(new URL('../../..', import.meta.url));

await buildWeb({ root, logFile: `${root}/.moim/logs/web-build.log` });
const inProcess = await startStack({
  execution: 'in-process',
  port: firstPort,
  environment: { INSURER_CALLBACK_SECRET: insurerSecret, WEB_ORIGINS: otherOrigin(firstPort) },
});
const forgetDatabaseUrl = tellDatabaseUrl(firstPort, inProcess.databaseUrl);
await signUp(inProcess.url, houseAdmin); // the first account is ADMIN; Playwright waits for the second stack
const processes = await startStack({ execution: 'processes', port: firstPort + 1 });

async function stop(): Promise<void> {
  forgetDatabaseUrl();
  await Promise.all([inProcess.close(), processes.close()]);
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
