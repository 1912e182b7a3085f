import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatInternalKey, generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { replicaVariable } from '@moim/kit/config/replica-urls.ts';
import { subgraphReaderUrl, subgraphUrl } from '@moim/kit/db/roles.ts';
import { root } from '../configuration.ts';
import { databaseVariable } from '../database/database-urls.ts';
import { fail } from '../fail.ts';
import { subgraphNames } from '../subgraph-names.ts';

const random = (): string => randomBytes(32).toString('base64url');

/** Every secret of docker-compose.yml, made up once: each subgraph is given the password of its own role only. */
export function composeVariables(): Readonly<Record<string, string>> {
  const roleSecret = random();
  const keys = generateInternalKeyPair();
  const url = 'postgres://postgres:5432/moim';
  const replicaUrl = 'postgres://postgres-replica:5432/moim';
  return {
    POSTGRES_PASSWORD: random(),
    REPLICATION_PASSWORD: random(),
    DATABASE_ROLE_SECRET: roleSecret,
    INTERNAL_TOKEN_PRIVATE_KEY: formatInternalKey(keys.privateKey),
    INTERNAL_TOKEN_PUBLIC_KEY: formatInternalKey(keys.publicKey),
    INSURANCE_DATA_KEY: random(),
    INSURER_CALLBACK_SECRET: random(),
    PAYMENT_SANDBOX_SECRET: random(),
    ...Object.fromEntries(
      subgraphNames.flatMap((name) => [
        [databaseVariable(name), subgraphUrl({ url, subgraph: name, roleSecret })],
        [replicaVariable(name), subgraphReaderUrl({ url: replicaUrl, subgraph: name, roleSecret })],
      ]),
    ),
  };
}

/** `npm run compose:env`. @throws {StartupError} when there is an .env: it may be the only copy of a secret */
function writeEnvironment(): void {
  const file = join(root, '.env');
  const lines = Object.entries(composeVariables()).map(([name, value]) => `${name}=${value}\n`);
  try {
    writeFileSync(file, lines.join(''), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new StartupError(`${file} is there already: move it away to make up new secrets.`);
  }
  process.stdout.write(`${file} written: keep it, it is the only copy of these secrets.\n`);
}

if (import.meta.main) {
  try {
    writeEnvironment();
  } catch (error) {
    fail(error, null);
  }
}
