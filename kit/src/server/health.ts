/** A named condition for readiness, e.g. that the primary answers. */
export interface ReadinessCheck {
  readonly name: string;
  readonly isReady: () => Promise<boolean>;
}

/** `/livez`: the event loop turns; asks nobody. */
export const livenessResponse = (): Response => Response.json({ status: 'live' });

/** `/readyz`: 200 when every check passes, else 503 with the names of those that failed. */
export async function readinessResponse(checks: readonly ReadinessCheck[]): Promise<Response> {
  const results = await Promise.all(
    checks.map(async ({ name, isReady }) => ({ name, ok: await passes(isReady) })),
  );
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  const status = failed.length === 0 ? 200 : 503;
  return Response.json({ status: status === 200 ? 'ready' : 'unready', failed }, { status });
}

async function passes(isReady: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isReady();
  } catch {
    return false;
  }
}
