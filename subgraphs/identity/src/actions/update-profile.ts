import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type MemberChange, replaceSearchTerms, updateMember } from '../db/members.ts';
import { toLocale } from '../domain/locale.ts';
import { maxMemberNameLength, toName, toSortName } from '../domain/name.ts';
import { searchTermsOf } from '../domain/search.ts';
import { toTimeZone } from '../domain/time-zone.ts';

/** What is absent or null stays as it is. */
export interface UpdateProfile {
  readonly name?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/** @throws {InvalidInputError} naming the field; nothing was changed */
export async function updateProfile(services: Services, viewer: Viewer, input: UpdateProfile): Promise<void> {
  const change = toChange(input);
  if (Object.keys(change).length === 0) return;
  await services.db.write.transaction(async (tx) => {
    const member = await updateMember(tx, viewer.memberId, change);
    if (!member) throw new UnauthenticatedError();
    if (change.name) await replaceSearchTerms(tx, member.id, searchTermsOf(member.name, member.handle));
  });
}

function toChange({ name, locale, timeZone }: UpdateProfile): MemberChange {
  const newName = name == null ? null : toName(name, 'input.name', maxMemberNameLength);
  return {
    ...(newName === null ? {} : { name: newName, sortName: toSortName(newName) }),
    ...(locale == null ? {} : { locale: toLocale(locale, 'input.locale') }),
    ...(timeZone == null ? {} : { timeZone: toTimeZone(timeZone, 'input.timeZone') }),
  };
}
