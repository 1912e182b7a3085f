import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ForbiddenError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type AppRow, revokeApp as revoke } from '../db/apps.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { lockAdmins } from '../db/members.ts';
import { assertAdmin } from '../domain/role.ts';

/**
 * Ends an app for good: its tokens with their next operation, its streams within 5 s. Again: it stays as it was.
 *
 * @throws {ForbiddenError} for everybody but an ADMIN, whatever the id
 * @throws {NotFoundError} for an unknown app
 */
export async function revokeApp(services: Services, viewer: Viewer, appId: string): Promise<AppRow> {
  assertAdmin(viewer.roles);
  const id = toKnownId(appId, 'input.appId');
  return services.db.write.transaction((tx) => end(tx, services, viewer, id));
}

async function end(tx: Tx, services: Services, { memberId }: Viewer, id: string): Promise<AppRow> {
  // The token may be older than the loss of the right.
  if (!(await lockAdmins(tx)).includes(memberId)) throw new ForbiddenError();
  const at = services.now();
  const revoked = await revoke(tx, id, { memberId, at });
  if (!revoked) throw new NotFoundError(undefined, 'input.appId');
  const line = { action: 'APP_REVOKED', subjectId: id, detail: { name: revoked.app.name } };
  if (revoked.isNew) await insertAuditLines(tx, [{ id: services.newId(), at, actorId: memberId, ...line }]);
  return revoked.app;
}
