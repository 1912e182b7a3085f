import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** Longest pause of replay, and longest run between two, in milliseconds. */
const maxPauseMs = 3_000;
const maxRunMs = 600;

/** Lets a replica lag by anything from nothing to three seconds. Call what it returns to end that. */
export function falter(replica: Client, random: () => number): () => Promise<void> {
  let isWanted = true;
  const faltering = (async () => {
    while (isWanted) {
      await ask(replica, 'select pg_wal_replay_pause()');
      await sleep(random() * maxPauseMs);
      await ask(replica, 'select pg_wal_replay_resume()');
      await sleep(random() * maxRunMs);
    }
  })();
  return async () => {
    isWanted = false;
    await faltering;
  };
}

/** Replay may cancel whatever is asked of a replica, this too. */
async function ask(replica: Client, question: string): Promise<void> {
  for (;;) {
    const answer = await replica.query(question).catch((error: unknown) => error);
    if (!(answer instanceof Error)) return;
    if (!('code' in answer) || answer.code !== '40001') throw answer;
  }
}
