import type { Route } from '@moim/kit/server/route.ts';
import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { memberJoined } from '@moim/schema/contracts/identity.ts';
import { Payments } from './actions/payments.ts';
import { SandboxCheckout } from './actions/sandbox-checkout.ts';
import { Context } from './graphql/context.ts';
import { schema } from './graphql/schema.ts';
import { paymentWebhookRoute } from './http/payment-webhook.ts';
import { routes } from './http/routes.ts';
import { sandboxPaymentRoutes } from './http/sandbox-payment-page.ts';
import { SandboxPayments } from './ports/sandbox-payments.ts';
import { StripePayments } from './ports/stripe-payments.ts';
import { type IdentitySettings, type PaymentSettings, readSettings } from './settings.ts';
import { creditHolds } from './triggers/credit-holds.ts';
import { jobs } from './triggers/jobs.ts';

/** Who people are, which groups they belong to, how they log in, and what their credits are. */
export function createIdentity(settings: IdentitySettings): Subgraph<Context> {
  const { payments, routes: paymentRoutes } = openPayments(settings.payments);
  return {
    name: 'identity',
    schema,
    context: (services, identity) => new Context(services, identity, payments),
    routes: [...routes(settings), ...paymentRoutes],
    triggers: { consumers: [creditHolds], jobs },
    lastingEvents: [memberJoined.aggregateType],
    migrations: new URL('../migrations/', import.meta.url),
  };
}

function openPayments(settings: PaymentSettings): { payments: Payments; routes: readonly Route[] } {
  if (settings.provider === 'stripe') {
    const payments = new Payments(new StripePayments(settings));
    return { payments, routes: [paymentWebhookRoute(payments)] };
  }
  const sandbox = new SandboxPayments(settings.secret);
  const payments = new Payments(sandbox);
  const page = sandboxPaymentRoutes(new SandboxCheckout(sandbox, payments));
  return { payments, routes: [paymentWebhookRoute(payments), ...page] };
}

export const identity: Subgraph<Context> = createIdentity(readSettings());
