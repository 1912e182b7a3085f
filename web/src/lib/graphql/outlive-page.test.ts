import { Client, fetchExchange, gql } from '@urql/core';
import { describe, expect, it, vi } from 'vitest';
import { mutationsOutlivePage, outlivingWherePossible } from './outlive-page.ts';

const like = gql('mutation Like($text: String) { like(text: $text) }');
const likes = gql('query Likes { likes }');

/** A client, whether each request it made was to outlive its page, and how to answer the oldest. */
function clientThatIsAnsweredLate() {
  const sent: (boolean | undefined)[] = [];
  const waiting: ((response: Response) => void)[] = [];
  const client = new Client({
    url: 'http://moim.example/graphql',
    preferGetMethod: false,
    fetch: outlivingWherePossible(async (_url, init) => {
      sent.push(init?.keepalive);
      return await new Promise<Response>((resolve) => waiting.push(resolve));
    }),
    exchanges: [mutationsOutlivePage, fetchExchange],
  });
  const answer = () => waiting.shift()?.(Response.json({ data: { like: true } }));
  return { client, sent, answer };
}

describe('what outlives the page', () => {
  it('is every change, and no question', async () => {
    const { client, sent } = clientThatIsAnsweredLate();
    void client.mutation(like, { text: '' }).toPromise();
    void client.query(likes, {}).toPromise();
    await vi.waitFor(() => expect(sent).toEqual([true, false]));
  });

  it('keeps the options that a caller gave', async () => {
    const given: unknown[] = [];
    const client = new Client({
      url: 'http://moim.example/graphql',
      preferGetMethod: false,
      fetch: async (_url, { priority, keepalive } = {}) => {
        given.push({ priority, keepalive });
        return Response.json({ data: { like: true } });
      },
      exchanges: [mutationsOutlivePage, fetchExchange],
    });
    await client.mutation(like, { text: '' }, { fetchOptions: { priority: 'low' } });
    await client.mutation(like, { text: '' }, { fetchOptions: () => ({ priority: 'high' }) });
    expect(given).toEqual([
      { priority: 'low', keepalive: true },
      { priority: 'high', keepalive: true },
    ]);
  });

  it('is not what a browser would refuse: a large change is sent as any other request', async () => {
    const { client, sent } = clientThatIsAnsweredLate();
    void client.mutation(like, { text: '가'.repeat(20_000) }).toPromise();
    void client.mutation(like, { text: '가'.repeat(40_000) }).toPromise();
    await vi.waitFor(() => expect(sent).toEqual([true, false]));
  });

  it('counts what is under way together, until it is answered', async () => {
    const { client, sent, answer } = clientThatIsAnsweredLate();
    const first = client.mutation(like, { text: 'a'.repeat(12_000) }).toPromise();
    void client.mutation(like, { text: 'b'.repeat(12_000) }).toPromise();
    await vi.waitFor(() => expect(sent).toEqual([true, false]));
    answer();
    await first;
    void client.mutation(like, { text: 'c'.repeat(12_000) }).toPromise();
    await vi.waitFor(() => expect(sent).toEqual([true, false, true]));
  });
});
