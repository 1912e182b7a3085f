import { memberJoined } from '@moim/schema/contracts/identity.ts';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertCredentials } from '../db/credentials.ts';
import { hasMembers, insertMember, lockFirstSignUp, replaceSearchTerms } from '../db/members.ts';
import { insertMembershipVersion } from '../db/membership-versions.ts';
import { avatarColorOf } from '../domain/avatar-color.ts';
import { toHandle } from '../domain/handle.ts';
import { defaultLocale, toLocale } from '../domain/locale.ts';
import { maxMemberNameLength, toName, toSortName } from '../domain/name.ts';
import { toNewPassword } from '../domain/password.ts';
import { firstMemberRoles, newMemberRoles } from '../domain/role.ts';
import { searchTermsOf } from '../domain/search.ts';
import { defaultTimeZone, toTimeZone } from '../domain/time-zone.ts';
import { passwordHasher } from '../ports/password-hasher.ts';

export interface SignUp {
  readonly handle: string;
  readonly password: string;
  readonly name: string;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

/**
 * Creates an account; the first one of the installation is ADMIN.
 *
 * @returns the new member's id
 * @throws {InvalidInputError} naming the field
 * @throws {ConflictError} when the handle is taken
 * @throws {RateLimitedError} when too many passwords are being hashed
 */
export async function signUp(services: Services, input: SignUp): Promise<string> {
  const handle = toHandle(input.handle, 'handle');
  const name = toName(input.name, 'name', maxMemberNameLength);
  const locale = toLocale(input.locale ?? defaultLocale, 'locale');
  const timeZone = toTimeZone(input.timeZone ?? defaultTimeZone, 'timeZone');
  const password = toNewPassword(input.password, { field: 'password', handle });
  const passwordHash = await passwordHasher.hash(password);
  const id = services.newId();
  await services.db.write.transaction((tx) =>
    store(tx, services, { id, handle, name, locale, timeZone, passwordHash }),
  );
  return id;
}

type Account = Required<Omit<SignUp, 'password' | 'locale'>> & {
  id: string;
  timeZone: string;
  locale: ReturnType<typeof toLocale>;
  passwordHash: string;
};

async function store(tx: Tx, { now, newId }: Services, { passwordHash, ...account }: Account): Promise<void> {
  const createdAt = now();
  const roles = [...((await isFirst(tx)) ? firstMemberRoles : newMemberRoles)];
  const { id, handle, name } = account;
  const derived = { sortName: toSortName(name), avatarColor: avatarColorOf(id), roles, createdAt };
  if (!(await insertMember(tx, { ...account, ...derived }))) throw new ConflictError('This handle is taken.');
  await insertCredentials(tx, id, passwordHash);
  await replaceSearchTerms(tx, id, searchTermsOf(name, handle));
  await insertMembershipVersion(tx, id);
  await appendEvent(tx, 'identity', {
    contract: memberJoined,
    id: newId(),
    aggregateId: id,
    aggregateSeq: 1,
    payload: { memberId: id, membershipVersion: 1 },
    occurredAt: createdAt,
  });
}

/** Only while the house is empty do sign-ups wait for each other. */
async function isFirst(tx: Tx): Promise<boolean> {
  if (await hasMembers(tx)) return false;
  await lockFirstSignUp(tx);
  return !(await hasMembers(tx));
}
