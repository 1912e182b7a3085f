import type { Route, RouteRequest } from '@moim/kit/server/route.ts';
import type { SandboxCheckout } from '../actions/sandbox-checkout.ts';
import type { TopUp } from '../domain/top-up.ts';

const path = '/identity/payments/sandbox/:topUpId';

/** Where the web app shows the wallet. */
const afterwards = '/wallet';

/** The page of the sandbox provider and its two buttons. Who has the address may press them. */
export const sandboxPaymentRoutes = (checkout: SandboxCheckout): readonly Route[] => [
  {
    method: 'GET',
    path,
    auth: 'signed-url',
    handle: async (asked) => page(await checkout.open(asked.services, addressOf(asked))),
  },
  {
    method: 'POST',
    path,
    auth: 'signed-url',
    handle: async (asked) => {
      const decision = new URLSearchParams(await asked.request.text()).get('decision');
      await checkout.decide(asked.services, addressOf(asked), decision === 'pay' ? 'PAID' : 'FAILED');
      return new Response(null, { status: 303, headers: { location: afterwards } });
    },
  },
];

const addressOf = ({ params, request }: RouteRequest) => ({
  topUpId: params['topUpId'] ?? '',
  token: new URL(request.url).searchParams.get('token') ?? '',
});

function page({ credits, priceWon, state }: TopUp): Response {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  };
  const won = priceWon.toLocaleString('en');
  const offer = `${credits.toLocaleString('en')} credits · ${won} KRW`;
  return new Response(state === 'PENDING' ? pendingPage(offer) : endedPage(offer, state), { headers });
}

const pendingPage = (offer: string): string =>
  whole(`<p>${offer}</p>
<form method="post">
<button name="decision" value="pay">결제하기 · Pay</button>
<button name="decision" value="cancel">취소 · Cancel</button>
</form>`);

const endedPage = (offer: string, state: string): string =>
  whole(`<p>${offer}</p><p>${state === 'PAID' ? '결제됨 · Paid' : '취소됨 · Cancelled'}</p>
<p><a href="${afterwards}">Moim</a></p>`);

const whole = (body: string): string => `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Moim sandbox payment</title>
<style>body{font:1.125rem/1.6 system-ui;max-width:28rem;margin:4rem auto;padding:0 1rem;color-scheme:light dark}
button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}</style></head>
<body><main><h1>가상 결제 · Sandbox payment</h1>
<p>실제 돈은 오가지 않습니다. No money moves here.</p>${body}</main></body></html>
`;
