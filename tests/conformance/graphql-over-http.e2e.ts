import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signUp } from '../e2e/person.ts';
import { type Stack, startStack } from '../e2e/stack.ts';
import { installPeers, root } from './peers.ts';

const verdict = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['ok', 'notice', 'warn', 'error']),
  reason: z.string().nullable(),
});

let stack: Stack;
let verdicts: z.output<typeof verdict>[];

beforeAll(async () => {
  installPeers();
  stack = await startStack({ execution: 'processes' });
  // Some rules ask for `__type`, which is for members.
  const { accessToken } = await signUp(stack.url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${root}/bench/peers/audit.js`, `${stack.url}/graphql`],
    { env: { ...process.env, AUTHORIZATION: `Bearer ${accessToken}` } },
  );
  verdicts = stdout.split('\n').flatMap((line) => (line ? [verdict.parse(JSON.parse(line))] : []));
}, 240_000);
afterAll(() => stack.close());

/** The rules of a level, with what the audit says of each; printed, because some are advice. */
const failuresOf = (level: 'MUST' | 'SHOULD' | 'MAY'): string[] => {
  const rules = verdicts.filter(({ name }) => name.startsWith(level));
  const failed = rules.filter(({ status }) => status !== 'ok');
  console.log(`${level}: ${rules.length - failed.length} of ${rules.length} pass`);
  return failed.map(({ id, name, reason }) => `${id} ${name}: ${reason}`);
};

describe('GraphQL over HTTP, by the audit of graphql-http', () => {
  it('every MUST passes', () => {
    expect(verdicts.length).toBeGreaterThan(50);
    expect(failuresOf('MUST')).toEqual([]);
  });

  it('every SHOULD passes', () => expect(failuresOf('SHOULD')).toEqual([]));

  it('prints what it MAY do', () => {
    for (const advice of failuresOf('MAY')) console.log(`  ${advice}`);
  });
});
