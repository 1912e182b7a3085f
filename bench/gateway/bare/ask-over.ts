import { isDeepStrictEqual } from 'node:util';
import { percentile } from '../../percentile.ts';
import { cpuMsOf } from '../processes.ts';
import { Asker } from './asker.ts';
import type { Question } from './catalogue.ts';

export interface Asked {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Microseconds of the gateway's process with all its threads. */
  readonly cpuUs: number;
  readonly bytes: number;
}

export interface AskedOf {
  readonly port: number;
  readonly pid: number;
}

/** Milliseconds. */
export const durations = { warmUpMs: 5_000, measureMs: 8_000 } as const;
export type Durations = Readonly<Record<keyof typeof durations, number>>;
export const connections = 16;

/**
 * Asks over and over on each connection.
 *
 * @throws {Error} for an answer that is not the expected one, or whose bytes differ from the first
 */
export async function askOver(
  { port, pid }: AskedOf,
  { query, expected }: Question,
  { warmUpMs, measureMs }: Durations = durations,
): Promise<Asked> {
  const askers = await Promise.all(Array.from({ length: connections }, () => Asker.open(port, query)));
  try {
    const first = await askers[0]?.ask();
    assertExpected(first, expected);
    await repeat(askers, first, warmUpMs);
    const [cpuBeforeMs, startMs] = [cpuMsOf(pid), performance.now()];
    const latencies = await repeat(askers, first, measureMs);
    const [cpuMs, tookMs] = [cpuMsOf(pid) - cpuBeforeMs, performance.now() - startMs];
    return {
      perSecond: latencies.length / (tookMs / 1_000),
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuUs: (cpuMs * 1_000) / latencies.length,
      bytes: first.length,
    };
  } finally {
    for (const asker of askers) asker.close();
  }
}

function assertExpected(body: Buffer | undefined, expected: unknown): asserts body is Buffer {
  const answer: unknown = JSON.parse(body?.toString() ?? 'null');
  if (!isDeepStrictEqual(answer, { data: expected })) throw new Error(`unexpected answer: ${String(body)}`);
}

async function repeat(askers: readonly Asker[], first: Buffer, forMs: number): Promise<number[]> {
  const latencies: number[] = [];
  const endsAt = performance.now() + forMs;
  const askOn = async (asker: Asker) => {
    for (let now = performance.now(); now < endsAt;) {
      const body = await asker.ask();
      const answeredAt = performance.now();
      latencies.push(answeredAt - now);
      now = answeredAt;
      if (!body.equals(first)) throw new Error(`another answer than before: ${body.toString()}`);
    }
  };
  await Promise.all(askers.map(askOn));
  return latencies;
}
