import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { openInMemory } from '@moim/kit/live/open-live.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { Closers } from '../closers.ts';
import { readAppConfiguration } from '../configuration.ts';
import { fail } from '../fail.ts';
import { House } from '../house.ts';
import { readOrMakeSecrets, secretOf } from '../secrets.ts';

/**
 * Fills an empty installation with the demo, in a process that ends: the supervisor itself loads no
 * subgraph. `DATABASE_URL` and `DATABASE_URL_<NAME>` are those of the user that migrates.
 */
async function main(): Promise<void> {
  const { databaseUrl, databaseUrls, dataFolder, ...configuration } = readAppConfiguration();
  const secrets = readOrMakeSecrets(dataFolder);
  const roleSecret = configuration.roleSecret ?? secrets.roleSecret;
  const closers = new Closers();
  const log = createLog({ name: 'demo', level: configuration.logLevel ?? 'warn' });
  // Nobody listens yet: the first to come reads what the demo left in the database.
  const live = openInMemory(log);
  closers.add(() => live.close());
  const services = { log, closers, live, metrics: null };
  const house = new House({ ...services, secretOf: (variable) => secretOf(secrets, variable) });
  await house.open({
    urlOf: (subgraph) =>
      subgraphUrl({ url: databaseUrls.get(subgraph) ?? databaseUrl ?? '', subgraph, roleSecret }),
    replicaUrlsOf: () => [],
  });
  if (await house.isEmpty()) await house.playDemo(new Date());
  await closers.close();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  fail(error, null);
}
