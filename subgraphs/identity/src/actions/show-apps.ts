import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { type AppPage, type AppRow, findAppPage } from '../db/apps.ts';
import { assertAdmin } from '../domain/role.ts';

/** @throws {ForbiddenError} for everybody but an ADMIN */
export async function showApps(db: ReadDb, viewer: Viewer, page: AppPage): Promise<AppRow[]> {
  assertAdmin(viewer.roles);
  return findAppPage(db, page);
}
