import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/uuid.ts';
import { findGroupMembersPage, type GroupMemberRow, type JoiningPage } from '../db/group-members.ts';
import { findGroupsByIds, type VisibleGroup } from '../db/groups.ts';
import { findMembersByIds, type PublicMember } from '../db/members.ts';
import type { Context } from './context.ts';

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** One statement for all members that an operation names at a time; null for who may not be seen. */
export const loadMember = batched<Context, PublicMember>(async ({ db, identity }, ids) =>
  byId(await findMembersByIds(db, identity, ids.filter(isUuid))),
);

/** One statement for all groups that an operation names at a time; null for what may not be seen. */
export const loadGroup = batched<Context, VisibleGroup>(async ({ db, identity }, ids) =>
  byId(await findGroupsByIds(db, identity, ids.filter(isUuid))),
);

/** One statement for the same page of any number of groups. */
export const loadGroupMembers = batched<Context, GroupMemberRow[], JoiningPage>(
  async ({ db, identity }, groupIds, page) => {
    const rows = await findGroupMembersPage(db, identity, groupIds, page);
    return Map.groupBy(rows, ({ groupId }) => groupId);
  },
);
