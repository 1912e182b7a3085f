import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Stack, startStack } from './stack.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [logIn = '', question = ''] = Array.from(readme.matchAll(/-d '(\{.+\})'/g), ([, body = '']) => body);
const [, answer = ''] = /```json\n([^]*?)```/.exec(readme) ?? [];

let moim: Stack;

beforeAll(async () => {
  moim = await startStack({ execution: 'in-process', environment: { MOIM_DEMO: '1' } });
});

afterAll(() => moim.close());

describe('the first query of README.md', () => {
  it('is answered as printed there', async () => {
    const { accessToken } = z.object({ accessToken: z.string() }).parse(await post('/auth/log-in', logIn));
    expect(await post('/graphql', question, { authorization: `Bearer ${accessToken}` })).toMatchObject(
      z.record(z.string(), z.unknown()).parse(JSON.parse(answer)),
    );
  });
});

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${moim.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return response.json();
}
