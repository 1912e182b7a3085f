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

type Verdicts = readonly z.output<typeof verdict>[];
const endpoints = ['/graphql', '/integrator/graphql'] as const;

let stack: Stack;
const verdictsOf = new Map<string, Verdicts>();

beforeAll(async () => {
  installPeers();
  // The audits are nobody's and ask what they like.
  stack = await startStack({ execution: 'processes', environment: { ADHOC_OPERATIONS: 'all' } });
  // Some rules ask for `__type`, which is for members.
  const { accessToken } = await signUp(stack.url);
  for (const path of endpoints) verdictsOf.set(path, await audit(`${stack.url}${path}`, accessToken));
}, 240_000);
afterAll(() => stack.close());

async function audit(url: string, accessToken: string): Promise<Verdicts> {
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}/bench/peers/audit.js`, url], {
    env: { ...process.env, AUTHORIZATION: `Bearer ${accessToken}` },
  });
  return stdout.split('\n').flatMap((line) => (line ? [verdict.parse(JSON.parse(line))] : []));
}

/** The rules of a level, with what the audit says of each; printed, because some are advice. */
const failuresOf = (verdicts: Verdicts, level: 'MUST' | 'SHOULD' | 'MAY'): string[] => {
  const rules = verdicts.filter(({ name }) => name.startsWith(level));
  const failed = rules.filter(({ status }) => status !== 'ok');
  console.log(`${level}: ${rules.length - failed.length} of ${rules.length} pass`);
  return failed.map(({ id, name, reason }) => `${id} ${name}: ${reason}`);
};

describe.each(endpoints)('%s, by the audit of graphql-http', (path) => {
  const verdicts = (): Verdicts => verdictsOf.get(path) ?? [];

  it('passes every MUST', () => {
    expect(verdicts().length).toBeGreaterThan(50);
    expect(failuresOf(verdicts(), 'MUST')).toEqual([]);
  });

  it('passes every SHOULD', () => expect(failuresOf(verdicts(), 'SHOULD')).toEqual([]));

  it('prints what it MAY do', () => {
    for (const advice of failuresOf(verdicts(), 'MAY')) console.log(`  ${advice}`);
  });
});
