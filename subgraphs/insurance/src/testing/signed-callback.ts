import { newUuid } from '@moim/kit/ids/uuid.ts';
import { signCallback } from '../ports/callback-signature.ts';
import { type Stage, stageSecrets } from './stage.ts';

export interface SentCallback {
  readonly eventId?: string;
  readonly policyNumber: string;
  readonly coveragePeriodId: string;
  readonly effectiveAt: string;
}

interface How {
  readonly signature?: string;
  /** Seconds since 1970; by default the stage's present. */
  readonly timestamp?: number;
  readonly body?: string;
}

/** The insurer calls us. */
export async function sendCallback(stage: Stage, callback: SentCallback, how: How = {}) {
  const body = how.body ?? JSON.stringify({ eventId: newUuid(), type: 'COVER_ENDED', ...callback });
  const timestamp = String(how.timestamp ?? Math.floor(stage.services.now().getTime() / 1_000));
  const signature = how.signature ?? signCallback(stageSecrets.INSURER_CALLBACK_SECRET, timestamp, body);
  const request = new Request('http://moim/insurance/callbacks', {
    method: 'POST',
    headers: { 'x-insurer-timestamp': timestamp, 'x-insurer-signature': `v1=${signature}` },
    body,
  });
  const identity = { viewer: null, isService: false, requestId: 'test' };
  const response = await stage.host.handleRoute({ request, identity, clientAddress: '198.51.100.9' });
  if (!response) throw new Error('there is no such route');
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}
