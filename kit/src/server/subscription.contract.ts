import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { HostedSubgraph } from './host.ts';
import { identity } from './testing/served-fixture.ts';

export interface ServedFixture {
  readonly hosted: HostedSubgraph;
  /** Of a path of the server. */
  readonly url: (path: string) => string;
}

/** What every server of a subgraph does with subscriptions; `served` is asked when a test runs. */
export function subscriptionContract(served: () => ServedFixture): void {
  describe('a subscription', () => {
    const expected = [
      { data: { contextNumber: expect.any(Number) } },
      { data: { contextNumber: expect.any(Number) } },
      { errors: [expect.objectContaining({ message: 'Something went wrong on our side.' })] },
    ];

    it('gives each event a context of its own and ends with a masked error', async () => {
      const results = await served().hosted.subscribe({
        document: parse('subscription { contextNumber }'),
        identity,
      });
      if (!(Symbol.asyncIterator in results)) throw new Error('refused');
      const seen = [];
      for await (const result of results) seen.push(result);
      expect(seen).toEqual(expected);
      const [first, second] = seen.map(({ data }) => data?.['contextNumber']);
      expect(second).not.toBe(first);
    });

    const overSocket = async (extensions: Record<string, unknown>) => {
      const client = createClient({
        url: served().url('/graphql').replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
      });
      const seen: unknown[] = [];
      try {
        for await (const result of client.iterate({ query: 'subscription { contextNumber }', extensions }))
          seen.push(result);
      } catch (error) {
        seen.push(error);
      } finally {
        await client.dispose();
      }
      return seen;
    };

    it('is multiplexed over graphql-transport-ws with the identity in each operation', async () => {
      expect(await overSocket({ internalToken: 'good' })).toEqual(expected);
    });

    it('is refused without an identity', async () => {
      expect(await overSocket({})).toEqual([
        [{ message: 'Log in first.', extensions: { code: 'UNAUTHENTICATED', retryable: false } }],
      ]);
    });
  });
}
