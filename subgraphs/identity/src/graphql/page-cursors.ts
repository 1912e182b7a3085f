import { z } from 'zod';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { DeadLetterCursor } from '../actions/show-dead-letters.ts';
import { parseDeadLetterId, toDeadLetterId } from '../domain/dead-letter.ts';
import type { AppPage } from '../db/apps.ts';
import type { JoiningKey } from '../db/group-members.ts';
import type { MemberPage } from '../db/members.ts';

const joiningKey = z.tuple([z.iso.datetime(), z.uuid()]);
const nameKey = z.tuple([z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u), z.uuid()]);

export const toJoiningCursor = ({ joinedAt, id }: JoiningKey): string =>
  JSON.stringify([joinedAt.toISOString(), id]);

/** @throws {InvalidInputError} for a cursor of another list */
export function fromJoiningCursor(key: string | null): JoiningKey | null {
  if (key === null) return null;
  const [joinedAt, id] = parse(key, joiningKey);
  return { joinedAt: new Date(joinedAt), id };
}

type NameKey = NonNullable<MemberPage['after']>;

export const toNameCursor = ({ sortName, id }: NameKey): string => JSON.stringify([sortName, id]);

/** @throws {InvalidInputError} for a cursor of another list */
export function fromNameCursor(key: string | null): NameKey | null {
  if (key === null) return null;
  const [sortName, id] = parse(key, nameKey);
  return { sortName, id };
}

type CreationKey = NonNullable<AppPage['after']>;

export const toCreationCursor = ({ createdAt, id }: CreationKey): string =>
  JSON.stringify([createdAt.toISOString(), id]);

/** @throws {InvalidInputError} for a cursor of another list */
export function fromCreationCursor(key: string | null): CreationKey | null {
  if (key === null) return null;
  const [createdAt, id] = parse(key, joiningKey);
  return { createdAt: new Date(createdAt), id };
}

const letterKey = z.tuple([z.iso.datetime(), z.string().max(400)]);

export const toLetterCursor = ({ firstSeenAt, ...id }: DeadLetterCursor): string =>
  JSON.stringify([firstSeenAt.toISOString(), toDeadLetterId(id)]);

/** @throws {InvalidInputError} for a cursor of another list */
export function fromLetterCursor(key: string | null): DeadLetterCursor | null {
  if (key === null) return null;
  const [firstSeenAt, id] = parse(key, letterKey);
  const letter = parseDeadLetterId(id);
  if (!letter) throw new InvalidInputError('after', 'This is not a cursor of this list.');
  return { firstSeenAt: new Date(firstSeenAt), ...letter };
}

function parse<Shape extends z.ZodType>(key: string, shape: Shape): z.output<Shape> {
  const result = shape.safeParse(jsonOrNull(key));
  if (!result.success) throw new InvalidInputError('after', 'This is not a cursor of this list.');
  return result.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
