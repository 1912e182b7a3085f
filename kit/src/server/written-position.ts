import { type DocumentNode, type ExecutionResult, getOperationAST, locatedError } from 'graphql';
import { z } from 'zod';
import type { Lsn } from '../db/replicas/lsn.ts';
import type { Position } from '../db/replicas/read-demand.ts';
import { maskGraphQLError } from '../errors/public-error.ts';
import type { Services } from './services.ts';

/** The member of a result's `extensions` that says where the log stood; the supergraph takes it out. */
const member = 'moimPosition';
/** The header of a plain answer that says the same, and the one that says for whom. */
export const positionHeader = 'x-moim-position';
export const positionOwnerHeader = 'x-moim-position-owner';

const position = z.object({ cluster: z.string().regex(/^\d+$/), lsn: z.string() });

export const isMutation = (document: DocumentNode, operationName?: string): boolean =>
  getOperationAST(document, operationName)?.operation === 'mutation';

/**
 * Says with an answer that tells of a change which log position a later read must have.
 *
 * @param told - where the log stood when what it tells of had been read; absent: the primary is asked
 */
export async function withPosition(
  result: ExecutionResult,
  { db }: Pick<Services, 'db'>,
  told?: Lsn | null,
): Promise<ExecutionResult> {
  if (!db.replicated) return result;
  const at = (told && db.replicated.positionAt(told)) ?? (await db.replicated.position());
  return { ...result, extensions: { ...result.extensions, [member]: at } };
}

/**
 * The same for the answer to a mutation: who is not told where the log stands might miss their own change,
 * and is asked to send it again instead.
 */
export async function answerWithPosition(
  result: ExecutionResult,
  services: Pick<Services, 'db' | 'log'>,
  requestId: string,
): Promise<ExecutionResult> {
  try {
    return await withPosition(result, services);
  } catch (error) {
    return { data: null, errors: [maskGraphQLError(locatedError(error, null), requestId, services.log)] };
  }
}

/** Null for a result that tells of no change. */
export function positionIn({ extensions }: Pick<ExecutionResult, 'extensions'>): Position | null {
  const said = extensions?.[member];
  return said === undefined ? null : (position.safeParse(said).data ?? null);
}

/** The response with the position in the primary's log after it; as it is where there are no replicas. */
export async function withPositionHeader(
  response: Response,
  { db }: Pick<Services, 'db'>,
): Promise<Response> {
  if (!db.replicated) return response;
  const { cluster, lsn } = await db.replicated.position();
  const headers = new Headers(response.headers);
  headers.set(positionHeader, `${cluster} ${lsn}`);
  return new Response(response.body, { status: response.status, headers });
}

/** Null for a response that says none. */
export function positionInHeader(headers: Headers): Position | null {
  const [cluster, lsn] = headers.get(positionHeader)?.split(' ') ?? [];
  return position.safeParse({ cluster, lsn }).data ?? null;
}
