import type { KeyObject } from 'node:crypto';
import { challengeHeader, isKin, newChallenge, proofHeader } from '@moim/kit/auth/kinship.ts';

/**
 * What one look at an address found. `stranger`: somebody answers who is not of this installation, on a port that
 * one of our processes left; it must be told nothing.
 */
export type Sight = 'ready' | 'unready' | 'stranger';

/** Milliseconds for an answer. */
const answerWithinMs = 1_000;

/** @param key - that kin signs with; null: the subgraph is foreign, and whoever is ready there is taken for it */
export async function lookAtReplica(url: string, subgraph: string, key: KeyObject | null): Promise<Sight> {
  const asked = newChallenge();
  try {
    const response = await fetch(new URL('/readyz', url), {
      ...(key ? { headers: { [challengeHeader]: asked } } : {}),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.arrayBuffer(); // to its end, so that the next look finds the connection open
    const proof = response.headers.get(proofHeader) ?? '';
    if (key && !isKin(key, subgraph, asked, proof)) return 'stranger';
    return response.ok ? 'ready' : 'unready';
  } catch {
    return 'unready';
  }
}
