import { createHmac } from 'node:crypto';

export interface CoverEnded {
  readonly eventId: string;
  readonly policyNumber: string;
  readonly coveragePeriodId: string;
  readonly effectiveAt: string;
}

/** Tells Moim that cover ended, signed as docs/insurer-callback.md says. @returns the HTTP status */
export async function callBack(
  { url, secret }: { readonly url: string; readonly secret: string },
  told: CoverEnded,
): Promise<number> {
  const body = JSON.stringify({ ...told, type: 'COVER_ENDED' });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const response = await fetch(`${url}/insurance/callbacks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-insurer-timestamp': timestamp,
      'x-insurer-signature': `v1=${signature}`,
    },
    body,
  });
  await response.body?.cancel();
  return response.status;
}
