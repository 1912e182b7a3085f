import { keptMs } from '@moim/kit/idempotency/claim-key.ts';
import { KeyReusedError } from '@moim/kit/idempotency/key-reused-error.ts';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import { KeySeal } from '@moim/kit/idempotency/sealed-answer.ts';
import { type KeyValueStore, KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';

/** Of one owner in a day: what is sent under more keys is looked at by the subgraphs alone. */
const maxKeyedRequests = 10_000;

/**
 * For which request each key was used first, for a day. A subgraph knows the keys that it was sent; this knows them
 * for all subgraphs, before any of them is asked. It is a hint: where the store is away, or has forgotten, what a
 * subgraph wrote beside the change still holds.
 */
export class BoundKeys {
  readonly #keyValue: KeyValueStore;

  constructor(keyValue: KeyValueStore) {
    this.#keyValue = keyValue;
  }

  /**
   * @param owner - whose key it is: equal keys of two have nothing to do with each other
   * @throws {KeyReusedError} it was used for another request
   */
  async bind(owner: string, { key, request }: KeyedRequest): Promise<void> {
    const seal = new KeySeal(key);
    const asked = seal.hash('request', request);
    const first = await this.#firstUse(owner, seal.hash('key'), asked);
    if (first !== asked) throw new KeyReusedError();
  }

  async #firstUse(owner: string, key: string, asked: string): Promise<string> {
    try {
      if ((await this.#keyValue.increment(`keyed:${owner}`, keptMs)) > maxKeyedRequests) return asked;
      return await this.#keyValue.setIfAbsent(`keyed:${owner}:${key}`, asked, keptMs);
    } catch (error) {
      if (error instanceof KeyValueUnavailableError) return asked;
      throw error;
    }
  }
}
