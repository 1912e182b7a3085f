import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ForbiddenError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export const accessTasks = [
  'SEARCH',
  'VIEW',
  'REVEAL',
  'INPUT',
  'CHANGE',
  'END_COVER',
  'CALLBACK',
  'ERASE',
] as const;
/** What was done with somebody's personal data or cover. */
export type AccessTask = (typeof accessTasks)[number];

/** In which part somebody acted. */
export type ActorRole = 'CX' | 'HOLDER' | 'INSURER' | 'SYSTEM';

/** Whoever handles other people's data. Administrators are not among them: they can be given the role, on record. */
export const isHandler = ({ roles }: Pick<Viewer, 'roles'>): boolean => roles.includes('CX');

/** @throws {ForbiddenError} for everybody but CX */
export function assertHandler(viewer: Pick<Viewer, 'roles'>): void {
  if (!isHandler(viewer)) throw new ForbiddenError('Only CX may do this.');
}

/** Where somebody sat is told to those who watch over access only. */
export const canSeeOrigin = ({ roles }: Pick<Viewer, 'roles'>): boolean =>
  roles.includes('CX') || roles.includes('ADMIN');

/** Who reads: the holder sees their own policy, a handler every one. */
export interface Reader {
  readonly memberId: string;
  readonly isHandler: boolean;
}

export const readerOf = (viewer: Viewer): Reader => ({
  memberId: viewer.memberId,
  isHandler: isHandler(viewer),
});

export interface Justification {
  readonly reason: string;
  readonly ticket: string;
}

/** @throws {InvalidInputError} naming `input.reason` or `input.ticket` */
export function cleanJustification({ reason, ticket }: Justification): Justification {
  return {
    reason: cleanLine(reason, 'input.reason', 500),
    ticket: cleanLine(ticket, 'input.ticket', 40),
  };
}

function cleanLine(value: string, field: string, maxLength: number): string {
  const line = value.trim();
  if (line === '') throw new InvalidInputError(field, 'Say why, and where it was asked for.');
  if ([...line].length > maxLength)
    throw new InvalidInputError(field, `At most ${maxLength} characters are allowed.`);
  if (/\p{Cc}/u.test(line) || !line.isWellFormed())
    throw new InvalidInputError(field, 'Control characters are not allowed.');
  return line;
}

/** The network, not the person: 203.0.113.7 → 203.0.113.0, 2001:db8:1:2::3 → 2001:db8:1::. Null: no address. */
export function shortenAddress(address: string): string | null {
  const plain = address.replace(/^::ffff:/i, '');
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(plain);
  if (v4) return `${v4.slice(1).join('.')}.0`;
  if (!/^[0-9a-f:]+$/i.test(plain) || !plain.includes(':')) return null;
  const [head = ''] = plain.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return `${groups.slice(0, 3).join(':')}::`.replace(/^:+$/, '::');
}
