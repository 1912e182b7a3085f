import { describe, expect, it } from 'vitest';
import { fetchFromAny } from './fetch-from-any.ts';

const refused = new TypeError('fetch failed', {
  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
});
const origins = [new URL('http://127.0.0.1:4001'), new URL('http://127.0.0.1:4002')];

describe('fetchFromAny', () => {
  const answering = (answers: readonly (Response | Error)[], asked: string[]) =>
    fetchFromAny(origins, async (target) => {
      asked.push(target instanceof Request ? target.url : target.toString());
      const answer = answers[asked.length - 1] ?? refused;
      if (answer instanceof Error) throw answer;
      return answer;
    });

  it('asks the next address where nobody listens', async () => {
    const asked: string[] = [];
    const response = await answering([refused, new Response('here')], asked)('http://x/path?a=1');
    expect(await response.text()).toBe('here');
    expect(asked).toEqual(['http://127.0.0.1:4001/path?a=1', 'http://127.0.0.1:4002/path?a=1']);
  });

  it('asks the next address where somebody does not know us', async () => {
    const stranger = new Response(null, { status: 401 });
    expect((await answering([stranger, new Response('here')], [])('http://x/')).status).toBe(200);
    expect((await answering([stranger], [])('http://x/')).status).toBe(401);
  });

  it('does not repeat what somebody may have taken in', async () => {
    const asked: string[] = [];
    await expect(answering([new TypeError('broke off')], asked)('http://x/')).rejects.toThrow('broke off');
    expect(asked).toHaveLength(1);
  });

  it('fails when nobody listens anywhere', async () => {
    await expect(answering([], [])('http://x/')).rejects.toBe(refused);
  });
});
