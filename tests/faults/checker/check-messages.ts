import { countBy, firstHole } from './counting.ts';
import type { History } from './history.ts';
import type { MessageRow, Tables } from './tables.ts';

/** messaging: acknowledged texts are there once, timelines are gapless, and every place is one event. */
export function* checkMessages({ tables, clients }: History): Generator<string> {
  for (const [roomId, lastSeq] of tables.lastSeqs) {
    const seqs = tables.messages.filter((row) => row.roomId === roomId).map(({ seq }) => seq);
    const hole = firstHole(seqs);
    if (hole) yield `timeline of ${roomId}: ${hole}`;
    if (seqs.length !== lastSeq) yield `timeline of ${roomId}: ${seqs.length} messages at seq ${lastSeq}`;
  }
  yield* checkTexts(tables.messages, clients);
  yield* checkEvents(tables);
}

function* checkTexts(messages: readonly MessageRow[], clients: History['clients']): Generator<string> {
  const texts = messages.filter(({ kind }) => kind === 'TEXT');
  const byId = new Map(texts.map((row) => [row.id, row]));
  for (const [text, count] of countBy(texts, (row) => String(row.text)))
    if (count > 1) yield `doubled: ${text} stands ${count} times`;
  for (const { intent, outcome, attempts } of clients) {
    if (intent.op !== 'send') continue;
    const row = byId.get(intent.id);
    byId.delete(intent.id);
    if (outcome === 'acked' && !row) yield `lost: message ${intent.id} was acknowledged`;
    if (outcome === 'refused' && attempts === 1 && row) yield `message ${intent.id} was refused and is there`;
    if (row && (row.text !== intent.text || row.roomId !== intent.roomId || row.memberId !== intent.memberId))
      yield `message ${intent.id} is not what was sent`;
  }
  for (const id of byId.keys()) yield `message ${id} was never sent`;
}

function* checkEvents({ messages, messagingLog }: Tables): Generator<string> {
  const keyOf = (place: Record<'roomId' | 'seq' | 'kind' | 'memberId' | 'id', unknown>) =>
    [place.roomId, place.seq, place.kind, place.memberId, place.id].join(' ');
  const told = countBy(messagingLog, ({ payload: { roomId, seq, kind, memberId, messageId } }) =>
    keyOf({ roomId, seq, kind, memberId, id: messageId }),
  );
  for (const row of messages) {
    const count = told.get(keyOf(row)) ?? 0;
    if (count !== 1) yield `${count === 0 ? 'lost' : 'doubled'}: ${count} events for message ${keyOf(row)}`;
    told.delete(keyOf(row));
  }
  for (const key of told.keys()) yield `an event tells of a message that is not there: ${key}`;
}
