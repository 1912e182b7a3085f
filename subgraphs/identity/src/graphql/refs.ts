import type { Viewer as ViewerOfToken } from '@moim/kit/auth/viewer.ts';
import type { VisibleGroup } from '../db/groups.ts';
import type { PublicMember } from '../db/members.ts';
import { builder } from './builder.ts';

/** Apart from their fields, because viewer, members and groups speak of each other. */
export const Member = builder.objectRef<PublicMember>('Member');
export const Group = builder.objectRef<VisibleGroup>('Group');
export const Viewer = builder.objectRef<ViewerOfToken>('Viewer');
