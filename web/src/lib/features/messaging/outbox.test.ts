import { describe, expect, it } from 'vitest';
import {
  enqueue,
  markFailed,
  markSending,
  networkFailure,
  type Outbox,
  remove,
  restored,
  retry,
  retryInterrupted,
  sendable,
} from './outbox.ts';

const writtenAt = '2026-11-21T05:00:00.000Z';
const outboxOf = (...entries: readonly (readonly [id: string, roomId: string])[]): Outbox =>
  entries.reduce<Outbox>((outbox, [id, roomId]) => enqueue(outbox, { id, roomId, text: id, writtenAt }), []);
const idsOf = (outbox: Outbox) => outbox.map(({ id }) => id);

describe('the outbox', () => {
  it('sends the oldest message of each room first', () => {
    expect(idsOf(sendable(outboxOf(['a1', 'a'], ['a2', 'a'], ['b1', 'b'])))).toEqual(['a1', 'b1']);
  });

  it('sends nothing of a room while one of its messages is on its way', () => {
    const outbox = markSending(outboxOf(['a1', 'a'], ['a2', 'a']), 'a1');
    expect(sendable(outbox)).toEqual([]);
  });

  it('goes on with the next one after the first was delivered', () => {
    const outbox = remove(markSending(outboxOf(['a1', 'a'], ['a2', 'a']), 'a1'), 'a1');
    expect(idsOf(sendable(outbox))).toEqual(['a2']);
  });

  it('holds the room back behind a message that the network swallowed', () => {
    const outbox = markFailed(outboxOf(['a1', 'a'], ['a2', 'a']), 'a1', networkFailure);
    expect(sendable(outbox)).toEqual([]);
  });

  it('lets the room go on behind a message that the server refused', () => {
    const outbox = markFailed(outboxOf(['a1', 'a'], ['a2', 'a']), 'a1', 'INVALID_INPUT');
    expect(idsOf(sendable(outbox))).toEqual(['a2']);
  });

  it('retries under the same id', () => {
    const outbox = retry(markFailed(outboxOf(['a1', 'a']), 'a1', 'INVALID_INPUT'), 'a1');
    expect(idsOf(sendable(outbox))).toEqual(['a1']);
  });

  it('retries by itself only what the network stopped', () => {
    const refused = markFailed(outboxOf(['a1', 'a'], ['b1', 'b']), 'a1', 'INVALID_INPUT');
    const outbox = retryInterrupted(markFailed(refused, 'b1', networkFailure));
    expect(idsOf(sendable(outbox))).toEqual(['b1']);
  });

  it('takes an id once', () => {
    expect(outboxOf(['a1', 'a'], ['a1', 'a'])).toHaveLength(1);
  });

  it('sends again after a reload what was on its way', () => {
    const outbox = restored(markSending(outboxOf(['a1', 'a']), 'a1'));
    expect(idsOf(sendable(outbox))).toEqual(['a1']);
  });
});
