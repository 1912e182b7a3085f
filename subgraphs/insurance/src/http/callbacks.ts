import { z } from 'zod';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Route } from '@moim/kit/server/route.ts';
import {
  checkCallbackSignature,
  signatureHeader,
  timestampHeader,
} from '../actions/check-callback-signature.ts';
import { takeCallback } from '../actions/take-callback.ts';
import type { Callback } from '../domain/callback.ts';

const maxBytes = 16_384;

const callbackBody = z.strictObject({
  eventId: z.string().regex(/^[\x21-\x7e]{1,100}$/, 'An event id has 1 to 100 visible characters.'),
  type: z.literal('COVER_ENDED'),
  policyNumber: z.string().min(1).max(40),
  coveragePeriodId: z.uuid().toLowerCase(),
  effectiveAt: z.iso.datetime({ offset: true }),
});

/**
 * The insurer says that cover ended. 200 with the outcome; 202 while its policy is not known here; 401
 * for a wrong signature; 409 for another body under a known event; 400 names the field.
 */
export const callbacksRoute: Route = {
  method: 'POST',
  path: '/insurance/callbacks',
  auth: 'signature',
  handle: async ({ request, services, clientAddress }) => {
    const body = await readBody(request);
    checkCallbackSignature(services, {
      body,
      timestamp: request.headers.get(timestampHeader),
      signature: request.headers.get(signatureHeader),
    });
    const callback = toCallback(body);
    const outcome = await takeCallback(services, { callback, body, address: clientAddress });
    return Response.json(
      { eventId: callback.eventId, outcome },
      { status: outcome === 'PARKED' ? 202 : 200 },
    );
  },
};

/** As it was signed. @throws {InvalidInputError} when it is too long */
async function readBody(request: Request): Promise<string> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes)
    throw new InvalidInputError('body', `The body is longer than ${maxBytes} bytes.`);
  return Buffer.from(bytes).toString();
}

/** @throws {InvalidInputError} naming the field */
function toCallback(body: string): Callback {
  const parsed = callbackBody.safeParse(parseJson(body));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    throw new InvalidInputError(field || 'body', issue?.message ?? 'This is no callback.');
  }
  const { eventId, policyNumber, coveragePeriodId, effectiveAt } = parsed.data;
  return { eventId, policyNumber, periodId: coveragePeriodId, effectiveAt: new Date(effectiveAt) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new InvalidInputError('body', 'The body is not JSON.');
  }
}
