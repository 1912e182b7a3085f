import { setPriority } from 'node:os';
import { z } from 'zod';
import { answerMain } from './answer-main.ts';
import { attacks } from './attacks.ts';

/** Whoever means harm; a process of its own, behind the good clients where both want the same processor. */
setPriority(19);

const message = z.object({ name: z.string(), url: z.string(), authorization: z.string(), forMs: z.number() });

export interface Harm {
  /** Milliseconds, one a refusal, by what it was. */
  readonly refusalsMs: Readonly<Record<string, readonly number[]>>;
}

async function attack({ name, forMs, ...ground }: z.output<typeof message>): Promise<Harm> {
  const refusalsMs: Record<string, number[]> = {};
  const untilMs = performance.now() + forMs;
  const one = attacks.find((candidate) => candidate.name === name);
  await one?.run({
    ...{ ...ground, untilMs },
    note: (tookMs, outcome) => void (refusalsMs[outcome] ??= []).push(tookMs),
  });
  return { refusalsMs };
}

answerMain((received) => attack(message.parse(received)));
