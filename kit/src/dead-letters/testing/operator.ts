import type { Viewer } from '../../auth/viewer.ts';

/** Somebody who may decide on dead letters. */
export const operator: Viewer = {
  memberId: '01900000-0000-7000-8000-000000000001',
  sessionId: '01900000-0000-7000-8000-000000000002',
  roles: ['MEMBER', 'OPERATOR'],
  membershipVersion: 0,
};
