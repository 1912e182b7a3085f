import { setTimeout as sleep } from 'node:timers/promises';
import { signUp } from '../../tests/e2e/person.ts';

export interface Account {
  readonly handle: string;
  readonly password: string;
}

export interface LogIns {
  /** From when each was due to its answer, in ms. */
  readonly latenciesMs: readonly number[];
  readonly failures: number;
}

export async function openAccounts(url: string, count: number): Promise<Account[]> {
  const accounts: Account[] = [];
  const password = 'a bench of log-ins 7';
  for (let n = 0; n < count; n += 1) {
    const { handle } = await signUp(url, { name: `Member ${n}`, password });
    accounts.push({ handle, password });
  }
  return accounts;
}

/** On a fixed schedule whatever the answers do, for so many seconds. */
export async function logInSteadily(
  url: string,
  accounts: readonly Account[],
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<LogIns> {
  const startMs = performance.now();
  const asked: Promise<number | null>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueMs = startMs + (index * 1_000) / perSecond;
    if (performance.now() < dueMs) await sleep(dueMs - performance.now());
    const account = accounts[index % accounts.length];
    if (account) asked.push(logIn(url, account, dueMs));
  }
  const answers = await Promise.all(asked);
  const latenciesMs = answers.filter((answer) => answer !== null);
  return { latenciesMs, failures: answers.length - latenciesMs.length };
}

/** Null: it failed. */
async function logIn(url: string, account: Account, dueMs: number): Promise<number | null> {
  const response = await fetch(`${url}/auth/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'api', ...account }),
  }).catch(() => null);
  await response?.arrayBuffer();
  return response?.ok ? performance.now() - dueMs : null;
}
