import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Reader } from '../domain/access.ts';
import { mayRead } from './rights.ts';
import { policies } from './tables.ts';

const shown = {
  id: policies.id,
  number: policies.number,
  holderId: policies.holderId,
  openedAt: policies.openedAt,
  carry: policies.carrySixtieths,
  lastSeq: policies.lastSeq,
};

export interface PolicyRow {
  readonly id: string;
  readonly number: string;
  readonly holderId: string;
  readonly openedAt: Date;
  /** Sixtieths of a won owed beyond what was charged. */
  readonly carry: number;
  readonly lastSeq: number;
}

/** Those of the policies that the reader may see, in any order. */
export function findPolicies(db: ReadDb, reader: Reader, ids: readonly string[]): Promise<PolicyRow[]> {
  return db
    .named('insurance.findPolicies')
    .select(shown)
    .from(policies)
    .where(and(sql`${policies.id} = any(${idList(ids)})`, mayRead(reader, policies.holderId)));
}

export function findPoliciesOfHolders(db: ReadDb, holderIds: readonly string[]): Promise<PolicyRow[]> {
  return db
    .named('insurance.findPoliciesOfHolders')
    .select(shown)
    .from(policies)
    .where(sql`${policies.holderId} = any(${idList(holderIds)})`);
}

/** What is sealed, of those that the reader may see. */
export function findSealed(db: ReadDb, reader: Reader, ids: readonly string[]) {
  return db
    .named('insurance.findSealed')
    .select({
      id: policies.id,
      holderId: policies.holderId,
      sealedKey: policies.sealedKey,
      sealedData: policies.sealedData,
    })
    .from(policies)
    .where(and(sql`${policies.id} = any(${idList(ids)})`, mayRead(reader, policies.holderId)));
}

export interface PolicySearch {
  readonly number: string;
  readonly holderId: string | null;
  readonly nameToken: Buffer | null;
  readonly phoneToken: Buffer | null;
  readonly licenceToken: Buffer | null;
}

/** For handlers alone: exact matches, the oldest policy first. */
export function searchPoliciesBy(db: ReadDb, search: PolicySearch, limit: number): Promise<PolicyRow[]> {
  const { number, holderId, nameToken, phoneToken, licenceToken } = search;
  return db
    .named('insurance.searchPolicies')
    .select(shown)
    .from(policies)
    .where(
      or(
        eq(policies.number, number),
        holderId === null ? undefined : eq(policies.holderId, holderId),
        nameToken === null ? undefined : eq(policies.nameToken, nameToken),
        phoneToken === null ? undefined : eq(policies.phoneToken, phoneToken),
        licenceToken === null ? undefined : eq(policies.licenceToken, licenceToken),
      ),
    )
    .orderBy(asc(policies.openedAt), asc(policies.id))
    .limit(limit);
}

export async function takePolicyNumber(tx: Tx): Promise<number> {
  const { rows } = await tx
    .named('insurance.takePolicyNumber')
    .execute<{ value: string }>(sql`select nextval('insurance.policy_numbers') as value`);
  return Number(rows[0]?.value);
}

export type NewPolicy = typeof policies.$inferInsert;

/** False when the id is taken or the holder has a policy. */
export async function insertPolicy(tx: Tx, policy: NewPolicy): Promise<boolean> {
  const inserted = await tx
    .named('insurance.insertPolicy')
    .insert(policies)
    .values(policy)
    .onConflictDoNothing()
    .returning({ id: policies.id });
  return inserted.length === 1;
}

/** The lock of everything that belongs to the policy. */
export type LockedPolicy = typeof policies.$inferSelect;

type Which = { readonly id: string } | { readonly holderId: string } | { readonly number: string };

export async function lockPolicy(tx: Tx, which: Which): Promise<LockedPolicy | null> {
  const predicate =
    'id' in which
      ? eq(policies.id, which.id)
      : 'number' in which
        ? eq(policies.number, which.number)
        : eq(policies.holderId, which.holderId);
  const [policy] = await tx
    .named('insurance.lockPolicy')
    .select()
    .from(policies)
    .where(predicate)
    .for('update');
  return policy ?? null;
}

export type SealedColumns = Pick<
  NewPolicy,
  'sealedKey' | 'sealedData' | 'nameToken' | 'phoneToken' | 'licenceToken'
>;

export async function updateSealed(tx: Tx, id: string, sealed: SealedColumns): Promise<void> {
  await tx.named('insurance.updateSealed').update(policies).set(sealed).where(eq(policies.id, id));
}

/** The policy's next change, under its lock. */
export async function advancePolicy(tx: Tx, id: string, carrySixtieths: number): Promise<number> {
  const [row] = await tx
    .named('insurance.advancePolicy')
    .update(policies)
    .set({ carrySixtieths, lastSeq: sql`${policies.lastSeq} + 1` })
    .where(eq(policies.id, id))
    .returning({ lastSeq: policies.lastSeq });
  if (!row) throw new Error(`the policy ${id} was not locked`);
  return row.lastSeq;
}

export async function markHolderWithdrawn(
  tx: Tx,
  id: string,
  { withdrawnAt, eraseAfter }: { readonly withdrawnAt: Date; readonly eraseAfter: Date },
): Promise<void> {
  await tx
    .named('insurance.markHolderWithdrawn')
    .update(policies)
    .set({ holderWithdrawnAt: withdrawnAt, eraseAfter })
    .where(eq(policies.id, id));
}

/** Skips what another process is erasing. */
export async function lockPoliciesToErase(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .named('insurance.lockPoliciesToErase')
    .select({ id: policies.id })
    .from(policies)
    .where(and(isNull(policies.erasedAt), lte(policies.eraseAfter, now)))
    .orderBy(asc(policies.eraseAfter))
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map(({ id }) => id);
}

/** Without its key the data cannot be read in any copy either. */
export async function erasePolicies(tx: Tx, ids: readonly string[], erasedAt: Date): Promise<void> {
  const gone = { sealedKey: null, sealedData: null, nameToken: null, phoneToken: null, licenceToken: null };
  await tx
    .named('insurance.erasePolicies')
    .update(policies)
    .set({ ...gone, erasedAt })
    .where(inArray(policies.id, [...ids]));
}
