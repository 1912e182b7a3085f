import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { PaymentEvent, PaymentMessage, PaymentProvider } from './payment-provider.ts';

/** A provider with its other side: what it would send us. */
export interface PaymentStage {
  readonly provider: PaymentProvider;
  /** The message in which the provider tells of this, signed by it. */
  write(told: PaymentEvent): Promise<PaymentMessage>;
  close(): Promise<void>;
}

/** What holds for every payment provider. */
export function describePaymentProvider(name: string, open: () => Promise<PaymentStage>): void {
  describe(`the payment provider ${name}`, () => {
    let stage: PaymentStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());
    const order = () => ({ id: newUuid(), memberId: newUuid(), credits: 500, priceWon: 5_000 });
    const paid = (): PaymentEvent => ({
      id: `evt_${newUuid()}`,
      kind: 'PAID',
      topUpId: newUuid(),
      paidWon: 5_000,
    });

    it('opens a checkout with an address, and the same one when asked again', async () => {
      const wanted = order();
      const first = await stage.provider.openCheckout(wanted);
      expect(first.url).toMatch(/^(\/|https?:)/);
      expect(await stage.provider.openCheckout(wanted)).toEqual(first);
      expect((await stage.provider.openCheckout(order())).sessionId).not.toBe(first.sessionId);
    });

    it('reads what was paid, what failed, and what does not matter', async () => {
      for (const told of [
        paid(),
        { ...paid(), kind: 'FAILED' as const, paidWon: null },
        { ...paid(), kind: 'OTHER' as const, topUpId: null, paidWon: null },
      ])
        expect(await stage.provider.readMessage(await stage.write(told))).toEqual(told);
    });

    it('does not believe a changed message, a foreign signature, or none', async () => {
      const message = await stage.write(paid());
      const other = await stage.write(paid());
      const refused = { code: 'UNAUTHENTICATED' };
      const read = (changed: Partial<PaymentMessage>) =>
        stage.provider.readMessage({ ...message, ...changed });
      await expect(read({ body: message.body.replace('5000', '9000') })).rejects.toMatchObject(refused);
      await expect(read({ signature: other.signature })).rejects.toMatchObject(refused);
      await expect(read({ signature: null })).rejects.toMatchObject(refused);
      await expect(read({ signature: 'v1=nonsense' })).rejects.toMatchObject(refused);
    });
  });
}
