import { challengeHeader, proofHeader } from '../auth/kinship.ts';
import type { Lifecycle } from './lifecycle.ts';

/** A named condition, e.g. that the primary answers. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: () => Promise<boolean>;
  /** True: its loss is shown as degraded and keeps nobody away, e.g. a replica or Redis. */
  readonly isOptional?: boolean;
}

export interface Health {
  readonly lifecycle: Lifecycle;
  readonly checks: readonly ReadinessCheck[];
  /** Proves to who asks on `/readyz` that this process is of the same installation; null: no question to answer. */
  readonly prove?: Prove;
}

export type Prove = (challenge: string) => string | null;

/** Milliseconds after which a check counts as failed: a probe must not hang with what it probes. */
const checkWithinMs = 2_000;

/**
 * `/livez`: the event loop turns, nothing else is asked. `/startupz`: the start is over. `/readyz`:
 * 200 while every check that is not optional passes and the process is not about to end.
 *
 * @returns null for any other path
 */
export async function findHealthResponse(
  pathname: string,
  health: Health,
  headers: Headers = new Headers(),
): Promise<Response | null> {
  if (pathname === '/livez') return Response.json({ status: 'live' });
  if (pathname === '/startupz') return startupResponse(health.lifecycle);
  if (pathname === '/readyz') return proven(await readinessResponse(health), health, headers);
  return null;
}

function proven(response: Response, { prove }: Health, headers: Headers): Response {
  const proof = prove?.(headers.get(challengeHeader) ?? '') ?? null;
  if (proof !== null) response.headers.set(proofHeader, proof);
  return response;
}

function startupResponse({ phase }: Lifecycle): Response {
  const isStarted = phase !== 'starting';
  return Response.json({ status: isStarted ? 'started' : 'starting' }, { status: isStarted ? 200 : 503 });
}

async function readinessResponse({ lifecycle: { phase }, checks }: Health): Promise<Response> {
  if (phase !== 'serving') return Response.json({ status: 'unready', failed: [phase] }, { status: 503 });
  const results = await Promise.all(checks.map(async (check) => ({ ...check, ok: await passes(check) })));
  const names = (isOptional: boolean) =>
    results.filter((one) => !one.ok && (one.isOptional ?? false) === isOptional).map(({ name }) => name);
  const failed = names(false);
  const degraded = names(true);
  if (failed.length > 0) return Response.json({ status: 'unready', failed }, { status: 503 });
  return Response.json({ status: degraded.length > 0 ? 'degraded' : 'ready', failed, degraded });
}

async function passes({ isReady }: ReadinessCheck): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), checkWithinMs);
  const inTime = await Promise.race([isReady().catch(() => false), late]);
  clearTimeout(timer);
  return inTime;
}
