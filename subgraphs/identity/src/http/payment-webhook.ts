import type { Route } from '@moim/kit/server/route.ts';
import type { Payments } from '../actions/payments.ts';

/** Where the payment provider tells what was paid. 200 once it is stored; then it is not told again. */
export const paymentWebhookRoute = (payments: Payments): Route => ({
  method: 'POST',
  path: '/identity/payments/webhook',
  auth: 'signature',
  handle: async ({ request, services }) => {
    const message = { body: await request.text(), signature: request.headers.get(payments.signatureHeader) };
    return Response.json({ outcome: await payments.hear(services, message) });
  },
});
