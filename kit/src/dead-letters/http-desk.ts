import { z } from 'zod';
import type { Viewer } from '../auth/viewer.ts';
import { ForbiddenError } from '../errors/domain-error.ts';
import type { DeadLetterDesk } from './desk.ts';
import { EqualJobError } from './equal-job-error.ts';
import { deskPath, type DeskRequest } from './desk-route.ts';
import { countsSchema, letterSchema } from './letter-schema.ts';

export interface HttpDeskOptions {
  /** Where the subgraph listens, e.g. `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Headers that make the request one of a service for this operator; asked for every request. */
  readonly headers: (operator: Viewer) => Promise<Readonly<Record<string, string>>>;
  readonly fetch?: typeof globalThis.fetch;
}

const timeoutMs = 5_000;
const keysSchema = z.array(z.object({ group: z.string(), eventId: z.string() }));

/** The desk of a subgraph in another process. */
export function httpDesk({ url, headers, fetch = globalThis.fetch }: HttpDeskOptions): DeadLetterDesk {
  const ask = async (operator: Viewer, body: DeskRequest): Promise<unknown> => {
    const response = await fetch(new URL(deskPath, url), {
      method: 'POST',
      headers: { ...(await headers(operator)), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 403) throw new ForbiddenError();
    if (response.status === 409) throw new EqualJobError();
    if (!response.ok) throw new Error(`${url} answered ${response.status} at the desk of its dead letters`);
    return response.json();
  };
  return {
    list: async (operator, query) =>
      z.array(letterSchema).parse(await ask(operator, { ask: 'list', ...query })),
    count: async (operator) => countsSchema.parse(await ask(operator, { ask: 'count' })),
    reprocess: async (operator, keys) =>
      keysSchema.parse(await ask(operator, { ask: 'reprocess', keys: [...keys] })),
    discard: async (operator, key, reason) =>
      z.boolean().parse(await ask(operator, { ask: 'discard', key, reason })),
  };
}
