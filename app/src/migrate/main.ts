import { readAppConfiguration } from '../configuration.ts';
import { describeDatabase, openInstallationDatabase } from '../database/installation-database.ts';
import { prepareDatabases } from '../database/prepare-databases.ts';
import { fail } from '../fail.ts';
import { readOrMakeSecrets } from '../secrets.ts';

/** `npm run migrate`: roles, schemas and tables as this version needs them, for whoever starts processes himself. */
async function main(): Promise<void> {
  const configuration = readAppConfiguration();
  const secrets = readOrMakeSecrets(configuration.dataFolder);
  const database = await openInstallationDatabase(configuration, secrets);
  try {
    const roleSecret = configuration.roleSecret ?? secrets.roleSecret;
    const applied = await prepareDatabases({ ownerUrlOf: database.ownerUrlOf, roleSecret });
    const what = applied.length === 0 ? 'nothing new' : `${applied.length} migrations applied`;
    process.stdout.write(`${describeDatabase(database)}: ${what}\n`);
  } finally {
    await database.stop();
  }
}

try {
  await main();
} catch (error) {
  fail(error, null);
}
