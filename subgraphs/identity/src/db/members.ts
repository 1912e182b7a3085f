import { and, asc, eq, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { OperationIdentity, Role } from '@moim/kit/auth/viewer.ts';
import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { mayReadMember } from './member-rights.ts';
import { isAnyOf } from './is-any-of.ts';
import { members, memberSearchTerms } from './tables.ts';

/** What colleagues may see of a member. */
export const publicColumns = {
  id: members.id,
  name: members.name,
  handle: members.handle,
  locale: members.locale,
  timeZone: members.timeZone,
  avatarColor: members.avatarColor,
  withdrawnAt: members.withdrawnAt,
};

export type PublicMember = Pick<typeof members.$inferSelect, keyof typeof publicColumns>;
export type NewMember = Omit<typeof members.$inferInsert, 'withdrawnAt' | 'erasedAt'>;

/** In any order; those that may not be seen are missing. */
export function findMembersByIds(
  db: ReadDb,
  identity: OperationIdentity,
  ids: readonly string[],
): Promise<PublicMember[]> {
  return db
    .named('identity.findMembersByIds')
    .select(publicColumns)
    .from(members)
    .where(and(isAnyOf(members.id, ids), mayReadMember(identity)));
}

export interface MemberPage {
  /** All must occur in name or handle; none: everybody. */
  readonly words: readonly string[];
  readonly size: number;
  /** Exclusive. */
  readonly after: { readonly sortName: string; readonly id: string } | null;
}

/** One row more than `size` where there is one, by name. */
export function findMemberPage(
  db: ReadDb,
  identity: OperationIdentity,
  { words, size, after }: MemberPage,
): Promise<(PublicMember & { sortName: string })[]> {
  const isAfter = after && sql`(${members.sortName}, ${members.id}) > (${after.sortName}, ${after.id}::uuid)`;
  return db
    .named('identity.findMemberPage')
    .select({ ...publicColumns, sortName: members.sortName })
    .from(members)
    .where(and(mayReadMember(identity), isAfter ?? undefined, ...words.map(hasTerm)))
    .orderBy(asc(members.sortName), asc(members.id))
    .limit(size + 1);
}

/** A range instead of LIKE: the same rows from the index, and nothing in the word is a pattern. */
function hasTerm(word: string): SQL {
  return sql`${members.id} in (select ${memberSearchTerms.memberId} from ${memberSearchTerms}
    where ${memberSearchTerms.term} >= ${word} and ${memberSearchTerms.term} < ${word + lastCharacter})`;
}

/** Sorts behind every character that a name can have. */
const lastCharacter = '\u{10FFFF}';

/** False when the handle is taken; nothing was written then. */
export async function insertMember(tx: Tx, member: NewMember): Promise<boolean> {
  const inserted = await tx
    .named('identity.insertMember')
    .insert(members)
    .values(member)
    .onConflictDoNothing({ target: members.handle })
    .returning({ id: members.id });
  return inserted.length > 0;
}

export async function hasMembers(tx: Tx): Promise<boolean> {
  const rows = await tx.named('identity.hasMembers').select({ id: members.id }).from(members).limit(1);
  return rows.length > 0;
}

/** Until the transaction ends nobody else finds the house empty. */
export async function lockFirstSignUp(tx: Tx): Promise<void> {
  await tx
    .named('identity.lockFirstSignUp')
    .execute(sql`select pg_advisory_xact_lock(hashtext('identity.first-sign-up'))`);
}

/** Replaces what a search finds a member by. */
export async function replaceSearchTerms(tx: Tx, memberId: string, terms: readonly string[]): Promise<void> {
  await deleteSearchTerms(tx, [memberId]);
  await tx.named('identity.insertSearchTerms').execute(sql`
    insert into ${memberSearchTerms} (member_id, term)
    select ${memberId}::uuid, term from unnest(${sql.param(terms)}::text[]) as term`);
}

export async function deleteSearchTerms(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx
    .named('identity.deleteSearchTerms')
    .delete(memberSearchTerms)
    .where(isAnyOf(memberSearchTerms.memberId, memberIds));
}

export type MemberChange = Partial<
  Pick<typeof members.$inferInsert, 'name' | 'sortName' | 'locale' | 'timeZone'>
>;

/** The member as changed, locked; null when it is not there any more. */
export async function updateMember(tx: Tx, id: string, change: MemberChange): Promise<PublicMember | null> {
  const [row] = await tx
    .named('identity.updateMember')
    .update(members)
    .set(change)
    .where(and(eq(members.id, id), isNull(members.withdrawnAt)))
    .returning(publicColumns);
  return row ?? null;
}

/** Ids of all who are ADMIN, locked: none of them can stop being one meanwhile. */
export async function lockAdmins(tx: Tx): Promise<string[]> {
  const rows = await tx
    .named('identity.lockAdmins')
    .select({ id: members.id })
    .from(members)
    .where(and(sql`'ADMIN' = any (${members.roles})`, isNull(members.withdrawnAt)))
    .orderBy(asc(members.id))
    .for('no key update');
  return rows.map(({ id }) => id);
}

/** The roles of an active member, locked; null when there is none with this id. */
export async function lockRoles(tx: Tx, id: string): Promise<Role[] | null> {
  const [row] = await tx
    .named('identity.lockRoles')
    .select({ roles: members.roles })
    .from(members)
    .where(and(eq(members.id, id), isNull(members.withdrawnAt)))
    .for('no key update');
  return row?.roles ?? null;
}

export async function updateRoles(tx: Tx, id: string, roles: Role[]): Promise<void> {
  await tx.named('identity.updateRoles').update(members).set({ roles }).where(eq(members.id, id));
}

/** Which of these are active members, by ascending id. */
export async function findActiveMemberIds(db: ReadDb, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .named('identity.findActiveMemberIds')
    .select({ id: members.id })
    .from(members)
    .where(and(isAnyOf(members.id, ids), isNull(members.withdrawnAt)))
    .orderBy(asc(members.id));
  return rows.map(({ id }) => id);
}

export async function updateWithdrawnAt(tx: Tx, id: string, withdrawnAt: Date): Promise<void> {
  await tx.named('identity.updateWithdrawnAt').update(members).set({ withdrawnAt }).where(eq(members.id, id));
}

/** Who withdrew at `limit` or before and still has personal data here, at most `count`, locked. */
export async function lockMembersToErase(tx: Tx, limit: Date, count: number): Promise<string[]> {
  const rows = await tx
    .named('identity.lockMembersToErase')
    .select({ id: members.id })
    .from(members)
    .where(and(isNotNull(members.withdrawnAt), lte(members.withdrawnAt, limit), isNull(members.erasedAt)))
    .orderBy(asc(members.withdrawnAt))
    .limit(count)
    .for('no key update', { skipLocked: true });
  return rows.map(({ id }) => id);
}

export interface Erasure {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly at: Date;
}

export async function eraseMember(tx: Tx, { id, name, handle, at }: Erasure): Promise<void> {
  await tx
    .named('identity.eraseMember')
    .update(members)
    .set({ name, sortName: name, handle, locale: 'EN', timeZone: 'UTC', roles: ['MEMBER'], erasedAt: at })
    .where(eq(members.id, id));
}
