import { z } from 'zod';
import { createRoom, send } from '../../e2e/documents.ts';
import { logInAs, newId, type Person, signUp } from '../../e2e/person.ts';

/** What clients found, one line a loop. */
export interface Found {
  readonly loops: number;
  /** On the other device: the message that was sent a moment before was not there. */
  stale: number;
  /** A colleague who was told of nothing did not see it yet: shows that the replica was behind. */
  behind: number;
  readonly errors: string[];
}

export interface OwnWritesOptions {
  /** Two supergraphs. */
  readonly urls: readonly [string, string];
  readonly loops: number;
  /** At work at the same time, each with two devices. */
  readonly members: number;
}

const password = 'correct horse 7 battery';
const sent = z.object({ sendMessage: z.object({ sentMessage: z.object({ seq: z.int() }) }) });
const seen = z.object({ chatRoom: z.object({ lastSeq: z.int() }) });
const lastSeq = 'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }';

/** Each member writes on one device at one supergraph, and reads on the other at the other. */
export async function findOwnWrites({ urls, loops, members }: OwnWritesOptions): Promise<Found> {
  const found: Found = { loops, stale: 0, behind: 0, errors: [] };
  const colleague = await signUp(urls[0], { name: 'Colleague', password });
  let left = loops;
  const work = async () => {
    const devices = await openDevices(urls);
    const roomId = await openRoom(devices[0], colleague);
    while (left-- > 0) {
      const [writer, reader] = left % 2 === 0 ? devices : ([devices[1], devices[0]] as const);
      await loop({ writer, reader, colleague, roomId }, found).catch((error: unknown) =>
        found.errors.push(String(error)),
      );
    }
  };
  await Promise.all(Array.from({ length: members }, work));
  return found;
}

async function openDevices([first, second]: readonly [string, string]): Promise<readonly [Person, Person]> {
  const here = await signUp(first, { name: 'Member', password });
  return [here, await logInAs(second, { handle: here.handle, password })];
}

async function openRoom(member: Person, { memberId }: Person): Promise<string> {
  const id = newId();
  await member.data(createRoom, { input: { id, kind: 'GROUP', title: 'Replica', memberIds: [memberId] } });
  return id;
}

interface Loop {
  readonly writer: Person;
  readonly reader: Person;
  readonly colleague: Person;
  readonly roomId: string;
}

async function loop({ writer, reader, colleague, roomId }: Loop, found: Found): Promise<void> {
  const input = { id: newId(), roomId, text: 'on my way' };
  const { seq } = (await writer.read(sent, send, { input })).sendMessage.sentMessage;
  const [own, others] = await Promise.all(
    [reader, colleague].map(async (person) => (await person.read(seen, lastSeq, { id: roomId })).chatRoom),
  );
  if (own && own.lastSeq < seq) found.stale += 1;
  if (others && others.lastSeq < seq) found.behind += 1;
}
