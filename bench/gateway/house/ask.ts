import { isDeepStrictEqual } from 'node:util';
import { percentile } from '../../percentile.ts';
import type { Candidate } from './candidates.ts';
import { cpuMsOf } from '../processes.ts';
import type { Question } from './questions.ts';

export interface Asked {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the gateway's own process. */
  readonly cpuMsPerRequest: number;
}

/** Milliseconds. */
export const durations = { warmUpMs: 4_000, measureMs: 10_000 } as const;
export const connections = 8;

/**
 * Asks over and over, several at a time.
 *
 * @throws {Error} for a body that differs from the expected one
 */
export async function askOver(
  { url, pid }: Pick<Candidate, 'url' | 'pid'>,
  question: Question,
  authorization: string,
  expected: unknown,
  measureMs: number,
): Promise<Asked> {
  const once = () => ask(url, question, authorization, expected);
  await repeat(once, durations.warmUpMs);
  const [cpuBefore, startMs] = [cpuMsOf(pid), performance.now()];
  const latencies = await repeat(once, measureMs);
  const [cpuMs, tookMs] = [cpuMsOf(pid) - cpuBefore, performance.now() - startMs];
  return {
    perSecond: latencies.length / (tookMs / 1_000),
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    cpuMsPerRequest: cpuMs / latencies.length,
  };
}

async function repeat(once: () => Promise<number>, forMs: number): Promise<number[]> {
  const latencies: number[] = [];
  const endsAt = performance.now() + forMs;
  const connection = async () => {
    while (performance.now() < endsAt) latencies.push(await once());
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return latencies;
}

async function ask(url: string, question: Question, authorization: string, expected: unknown) {
  const startMs = performance.now();
  const body = await answerOf(url, question, authorization);
  const tookMs = performance.now() - startMs;
  if (!isDeepStrictEqual(body, expected)) throw new Error(`unexpected answer: ${JSON.stringify(body)}`);
  return tookMs;
}

/** `data` and `errors`; what a server says beside them is its own. */
export async function answerOf(
  url: string,
  { query, variables }: Question,
  authorization: string,
): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const body: unknown = await response.json();
  return typeof body === 'object' && body !== null && 'data' in body && !('errors' in body)
    ? body.data
    : body;
}
