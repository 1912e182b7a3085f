import type { Viewer } from '@moim/kit/auth/viewer.ts';

/**
 * Who looks at a parking session: its driver, and every INSTRUCTOR of the organisation, who teaches
 * from drives and reports. Nobody else, not even ADMIN: how somebody drives is theirs.
 */
export interface Watcher {
  readonly memberId: string;
  readonly isInstructor: boolean;
}

export const watcherOf = ({ memberId, roles }: Pick<Viewer, 'memberId' | 'roles'>): Watcher => ({
  memberId,
  isInstructor: roles.includes('INSTRUCTOR'),
});
