import { setTimeout as sleep } from 'node:timers/promises';
import { createRoom, send, today, variablesOfToday } from '../../tests/e2e/documents.ts';
import { newId, type Person, signUp } from '../../tests/e2e/person.ts';

export interface PlayOptions {
  readonly url: string;
  /** 0 to 10. */
  readonly readsInTen: number;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Played {
  /** One an operation, in ms, from when it was due. */
  readonly latenciesMs: readonly number[];
  readonly failures: number;
}

const people = 20;
const page = `query ($id: ID!) {
  chatRoom(id: $id) { title memberCount unread messages(last: 20) { edges { node { seq text sentAt sender { id name handle } } } } }
}`;

/** One read in so many is the page Today, which asks all six; the others are a page of a room. */
const daysAmongReads = 4;

/** Each person in turn reads, or says something there, on a fixed schedule whatever the answers do. */
export async function play({ url, readsInTen, perSecond, seconds }: PlayOptions): Promise<Played> {
  const members = await Promise.all(
    Array.from({ length: people }, (_, i) => signUp(url, { name: `Member ${i}` })),
  );
  const roomId = await openRoom(members);
  const startMs = performance.now();
  const playing: Promise<number | null>[] = [];
  for (let i = 0; i < perSecond * seconds; i += 1) {
    const dueMs = startMs + (i * 1_000) / perSecond;
    await sleep(Math.max(0, dueMs - performance.now()));
    const person = members[i % people];
    // Moved on by one in each round: everybody reads and writes.
    const isRead = (i + Math.floor(i / people)) % 10 < readsInTen;
    if (person) playing.push(operate(person, roomId, { index: i, isRead, dueMs }));
  }
  const played = await Promise.all(playing);
  await Promise.all(members.map((member) => member.close()));
  const latenciesMs = played.filter((latencyMs) => latencyMs !== null);
  return { latenciesMs, failures: played.length - latenciesMs.length };
}

async function openRoom([first, ...others]: readonly Person[]): Promise<string> {
  const id = newId();
  const memberIds = others.map(({ memberId }) => memberId);
  await first?.data(createRoom, { input: { id, kind: 'GROUP', title: 'Bench', memberIds } });
  return id;
}

/** Null: it failed. */
async function operate(
  person: Person,
  roomId: string,
  { index, isRead, dueMs }: { readonly index: number; readonly isRead: boolean; readonly dueMs: number },
): Promise<number | null> {
  try {
    if (isRead) await read(person, roomId, index);
    else await person.data(send, { input: { id: newId(), roomId, text: 'on my way' } });
    return performance.now() - dueMs;
  } catch {
    return null;
  }
}

function read(person: Person, roomId: string, index: number): Promise<unknown> {
  if (index % daysAmongReads > 0) return person.data(page, { id: roomId });
  return person.data(today, variablesOfToday(new Date().toISOString().slice(0, 10)));
}
