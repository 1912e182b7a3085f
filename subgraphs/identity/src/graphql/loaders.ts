import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { findGroupMembersPage, type GroupMemberRow, type JoiningPage } from '../db/group-members.ts';
import { findGroupsByIds, type VisibleGroup } from '../db/groups.ts';
import { findMembersByIds, type PublicMember } from '../db/members.ts';
import type { Context, Reading } from './context.ts';

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

const members = batched<Reading, PublicMember>(async ({ db, identity }, ids) =>
  byId(await findMembersByIds(db, identity, ids.filter(isUuid))),
);

const groups = batched<Reading, VisibleGroup>(async ({ db, identity }, ids) =>
  byId(await findGroupsByIds(db, identity, ids.filter(isUuid))),
);

const groupMembers = batched<Reading, GroupMemberRow[], JoiningPage>(
  async ({ db, identity }, groupIds, page) =>
    Map.groupBy(await findGroupMembersPage(db, identity, groupIds, page), ({ groupId }) => groupId),
);

/** One statement for all members that are asked for at a time; null for who may not be seen. */
export const loadMember = ({ reading }: Context, id: string): Promise<PublicMember | null> =>
  members(reading, id.toLowerCase(), undefined);

/** One statement for all groups that are asked for at a time; null for what may not be seen. */
export const loadGroup = ({ reading }: Context, id: string): Promise<VisibleGroup | null> =>
  groups(reading, id.toLowerCase(), undefined);

/** One statement for the same page of any number of groups. */
export const loadGroupMembers = async (
  { reading }: Context,
  groupId: string,
  page: JoiningPage,
): Promise<GroupMemberRow[]> => (await groupMembers(reading, groupId, page)) ?? [];
