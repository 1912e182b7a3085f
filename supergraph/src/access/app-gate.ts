import { z } from 'zod';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { readJson } from '../execution/read-json.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { type Ask, BatchedQuestion } from './batched-question.ts';

export interface AppGate {
  /** False when it was revoked, has expired or never was. */
  isAlive(appId: string): Promise<boolean>;
}

/** For an installation whose identity knows no apps. */
export const noApps: AppGate = { isAlive: async () => false };

/**
 * Asks identity for every operation whether its app lives, once for all operations of a tick. When identity does not
 * answer in time its last answer counts, and without one the token's own word, which is at most 10 minutes old.
 */
export function createAppGate(ask: Ask<true>, waitMs?: number): AppGate {
  const question = new BatchedQuestion({ ask, waitMs });
  return { isAlive: async (appId) => (await question.about(appId)) !== null };
}

const answered = z.object({ live: z.array(z.string()) });

/** The question over identity's service route. */
export function askIdentityForApps(identity: SubgraphConnection): Ask<true> {
  return async (ids) => {
    const itself = { viewer: null, isService: true, requestId: newUuid() };
    const live = new Set(answered.parse(await readJson(identity, '/internal/apps', { ids }, itself)).live);
    return new Map(ids.map((id) => [id, live.has(id) ? true : null]));
  };
}
