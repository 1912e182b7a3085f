import { parseArgs } from 'node:util';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { type OpenDatabase, openDatabase } from '@moim/kit/db/open-database.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { readAppConfiguration } from '../configuration.ts';
import { openInstallationDatabase } from '../database/installation-database.ts';
import { fail } from '../fail.ts';
import { readOrMakeSecrets } from '../secrets.ts';
import { subgraphNames } from '../subgraph-names.ts';
import { forgetReader, listReaders } from './readers.ts';

/**
 * `npm run readers`: for whom event logs are kept. `npm run readers -- --forget <subgraph>`: not for that one any more,
 * which was taken out for good. While Moim runs, or while it does not.
 */
async function main(): Promise<void> {
  const { forget } = readArguments();
  const configuration = readAppConfiguration();
  const secrets = readOrMakeSecrets(configuration.dataFolder);
  const roleSecret = configuration.roleSecret ?? secrets.roleSecret;
  const installation = await openInstallationDatabase(configuration, secrets);
  const open = new Map<string, OpenDatabase>();
  try {
    for (const subgraph of subgraphNames) {
      const url = subgraphUrl({ url: installation.ownerUrlOf(subgraph), subgraph, roleSecret });
      open.set(subgraph, openDatabase({ url, subgraph, maxConnections: 1 }));
    }
    const publishers = new Map([...open].map(([name, { database }]) => [name, database]));
    const told =
      forget === undefined
        ? await listReaders(publishers)
        : await forgetReader(publishers, forget, new Date());
    for (const line of told) process.stdout.write(`${line}\n`);
  } finally {
    await Promise.all([...open.values()].map((database) => database.close()));
    await installation.stop();
  }
}

function readArguments(): { readonly forget?: string | undefined } {
  try {
    return parseArgs({ options: { forget: { type: 'string' } } }).values;
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error));
  }
}

try {
  await main();
} catch (error) {
  fail(error, null);
}
