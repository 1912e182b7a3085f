import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import type { PaymentEvent } from './payment-provider.ts';
import { describePaymentProvider, type PaymentStage } from './payment-provider.contract.ts';
import { SandboxPayments } from './sandbox-payments.ts';
import { StripePayments } from './stripe-payments.ts';

describePaymentProvider('sandbox', async () => {
  const provider = new SandboxPayments('secret of the test');
  return { provider, write: async (told) => provider.write(told), close: async () => undefined };
});

describePaymentProvider('stripe', openStripe);

const secretKey = 'sk_test_of_nobody';
const webhookSecret = 'whsec_of_nobody';

/** The real client against a stand-in for Stripe's API that knows its idempotency keys. */
async function openStripe(): Promise<PaymentStage> {
  const sessions = new Map<string, string>();
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key']);
    const id = sessions.get(key) ?? `cs_test_${sessions.size + 1}`;
    sessions.set(key, id);
    const isAllowed = request.headers.authorization === `Bearer ${secretKey}`;
    const isCreate = request.method === 'POST' && request.url === '/v1/checkout/sessions';
    response.writeHead(isAllowed && isCreate ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ id, object: 'checkout.session', url: `https://checkout.stripe.com/c/pay/${id}` }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  const api = { host: '127.0.0.1', port, protocol: 'http' } as const;
  const client = new Stripe(secretKey);
  return {
    provider: new StripePayments({ secretKey, webhookSecret, returnUrl: 'https://moim.example/wallet', api }),
    write: async (told) => {
      const body = JSON.stringify(asStripe(told));
      const signature = client.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret });
      return { body, signature };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

function asStripe({ id, kind, topUpId, paidWon }: PaymentEvent) {
  const session = { object: 'checkout.session', client_reference_id: topUpId, currency: 'krw' };
  const types = {
    PAID: 'checkout.session.completed',
    FAILED: 'checkout.session.expired',
    OTHER: 'customer.created',
  };
  const object = { ...session, amount_total: paidWon, payment_status: kind === 'PAID' ? 'paid' : 'unpaid' };
  return { id, object: 'event', type: types[kind], data: { object } };
}
