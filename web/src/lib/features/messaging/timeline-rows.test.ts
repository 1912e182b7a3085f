import { describe, expect, it } from 'vitest';
import type { MessageFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import type { OutgoingMessage } from './outbox.ts';
import { timelineRows } from './timeline-rows.ts';

const person = (id: string): NonNullable<MessageFieldsFragment['sender']> => ({
  __typename: 'Member',
  id,
  name: id,
  handle: id,
  avatarColor: '#2F5DA8',
  withdrawnAt: null,
});
const minji = person('minji');
const jun = person('jun');

/** Numbered from 1, a minute apart from 09:00 unless said otherwise. */
function messages(...overrides: Partial<MessageFieldsFragment>[]): MessageFieldsFragment[] {
  return overrides.map((override, index) => ({
    __typename: 'Message',
    id: `m${index + 1}`,
    seq: index + 1,
    kind: 'TEXT',
    text: 'hello',
    sentAt: `2026-11-21T09:0${index}:00Z`,
    sender: minji,
    ...{ startsAt: null, previousStartsAt: null, score: null, cards: [] },
    ...override,
  }));
}
const outgoing = (id: string): OutgoingMessage => ({
  id,
  roomId: 'r',
  text: 'on my way',
  writtenAt: '2026-11-21T09:09:00Z',
  state: 'sending',
  failure: null,
});
const rowsOf = (
  shown: MessageFieldsFragment[],
  sent: OutgoingMessage[] = [],
  dividerSeq: number | null = null,
) =>
  timelineRows({
    messages: shown,
    outgoing: sent,
    viewer: jun,
    dividerSeq,
    dayKey: (instant) => instant.slice(0, 10),
  });

describe('timelineRows', () => {
  it('groups what one person writes within five minutes', () => {
    const rows = rowsOf(messages({}, {}, { sender: jun }, { sentAt: '2026-11-21T09:30:00Z', sender: jun }));
    expect(rows.map(({ isGrouped }) => isGrouped)).toEqual([false, true, false, false]);
  });

  it('begins a day with its first message only', () => {
    const rows = rowsOf(messages({ sentAt: '2026-11-20T23:59:00Z' }, { sentAt: '2026-11-21T00:00:00Z' }, {}));
    expect(rows.map(({ day }) => day)).toEqual(['2026-11-20T23:59:00Z', '2026-11-21T00:00:00Z', null]);
    expect(rows[1]?.isGrouped).toBe(false);
  });

  it('marks the first new message, and starts a group there', () => {
    const rows = rowsOf(messages({}, {}, {}), [], 1);
    expect(rows.map(({ isFirstNew }) => isFirstNew)).toEqual([false, true, false]);
    expect(rows[1]?.isGrouped).toBe(false);
  });

  it('marks nothing while the first new message is not loaded', () => {
    const rows = rowsOf(messages({ seq: 51 }, { seq: 52 }), [], 20);
    expect(rows.some(({ isFirstNew }) => isFirstNew)).toBe(false);
  });

  it('never groups with a notice or a message without a sender', () => {
    const rows = rowsOf(messages({}, { kind: 'MEMBER_JOINED' }, { sender: null }, { sender: null }));
    expect(rows.some(({ isGrouped }) => isGrouped)).toBe(false);
  });

  it('puts what is on its way last, as the viewer, never marked as new', () => {
    const rows = rowsOf(messages({}, {}), [outgoing('m3')], 2);
    expect(rows.map(({ key }) => key)).toEqual(['m1', 'm2', 'm3']);
    expect(rows[2]).toMatchObject({ message: { sender: { id: 'jun' } }, isFirstNew: false });
  });

  it('shows a message once when it has already arrived', () => {
    expect(rowsOf(messages({}, {}), [outgoing('m2')])).toHaveLength(2);
  });
});
