import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Names a dead letter in the whole installation. */
export interface DeadLetterId {
  readonly subgraph: string;
  /** Of consumers, or the queue of a job; unique within the subgraph. */
  readonly group: string;
  readonly eventId: string;
}

/** Most letters to decide on at a time. */
export const maxDecided = 100;
const maxReasonLength = 500;
const name = /^[a-z][a-z0-9-]{0,99}$/;
const groupName = /^[a-z][a-z0-9.-]{0,99}$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const toDeadLetterId = ({ subgraph, group, eventId }: DeadLetterId): string =>
  `${subgraph}/${group}/${eventId}`;

/** Null for what is no id of a dead letter. */
export function parseDeadLetterId(id: string): DeadLetterId | null {
  const [subgraph = '', group = '', eventId = '', ...more] = id.split('/');
  const isValid = name.test(subgraph) && groupName.test(group) && uuid.test(eventId) && more.length === 0;
  return isValid ? { subgraph, group, eventId: eventId.toLowerCase() } : null;
}

/** @throws {InvalidInputError} for none, and for more than can be decided at a time */
export function assertCount(ids: readonly string[]): void {
  if (ids.length < 1 || ids.length > maxDecided)
    throw new InvalidInputError('input.ids', `Name 1 to ${maxDecided} dead letters.`);
}

/** @throws {InvalidInputError} when it does not say why in 1 to 500 characters of one line */
export function normalizeReason(reason: string): string {
  const text = reason.normalize('NFC').trim();
  if (text.length < 1 || text.length > maxReasonLength || /\p{Cc}/u.test(text))
    throw new InvalidInputError('input.reason', `Say why in 1 to ${maxReasonLength} characters of one line.`);
  return text;
}
