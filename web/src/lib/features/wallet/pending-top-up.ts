import * as v from 'valibot';

const schema = v.object({ id: v.string(), credits: v.number() });

/** What is being paid for at the provider: known again when the member comes back from there. */
export type PendingTopUp = v.InferOutput<typeof schema>;

const key = 'moim.top-up';

export function rememberTopUp(topUp: PendingTopUp): void {
  sessionStorage.setItem(key, JSON.stringify(topUp));
}

export function pendingTopUp(): PendingTopUp | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export function forgetTopUp(): void {
  sessionStorage.removeItem(key);
}
