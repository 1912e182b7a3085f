import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError, ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import { toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type AppRow, countLiveApps, insertApp, type NewApp } from '../db/apps.ts';
import { insertAuditLines } from '../db/audit-lines.ts';
import { lockAdmins } from '../db/members.ts';
import { assertExpiry, assertRoomForApp, maxAppNameLength, normalizeScopes } from '../domain/app.ts';
import { toName } from '../domain/name.ts';
import { assertAdmin } from '../domain/role.ts';
import { hashAppSecret, hintOf, newAppSecret } from './app-secret.ts';

export interface CreateApp {
  /** Made by the client; the `client_id`. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

export interface CreatedApp {
  readonly app: AppRow;
  /** Shown this once. */
  readonly secret: string;
}

/**
 * @throws {ForbiddenError} for everybody but an ADMIN
 * @throws {InvalidInputError} naming the field
 * @throws {ConflictError} the id is taken, or there are too many apps
 */
export async function createApp(services: Services, viewer: Viewer, input: CreateApp): Promise<CreatedApp> {
  assertAdmin(viewer.roles);
  const createdAt = services.now();
  assertExpiry(input.expiresAt, createdAt);
  const secret = newAppSecret();
  const app: NewApp = {
    id: toNewId(input.id, 'input.id'),
    name: toName(input.name, 'input.name', maxAppNameLength),
    scopes: normalizeScopes(input.scopes),
    ...{ secretHash: hashAppSecret(secret), secretHint: hintOf(secret) },
    ...{ createdBy: viewer.memberId, createdAt, expiresAt: input.expiresAt },
  };
  const stored = await services.db.write.transaction((tx) => store(tx, services, viewer, app));
  services.forgetAnswer?.();
  return { app: stored, secret };
}

async function store(tx: Tx, services: Services, { memberId }: Viewer, app: NewApp): Promise<AppRow> {
  // The token may be older than the loss of the right.
  if (!(await lockAdmins(tx)).includes(memberId)) throw new ForbiddenError();
  if (!(await insertApp(tx, app))) throw new ConflictError('This id was used for another app.', 'input.id');
  assertRoomForApp((await countLiveApps(tx, app.createdAt)) - 1);
  const { id, name, scopes, expiresAt, createdAt: at } = app;
  const detail = { name, scopes, expiresAt: expiresAt.toISOString() };
  const line = { action: 'APP_CREATED', subjectId: id, detail };
  await insertAuditLines(tx, [{ id: services.newId(), at, actorId: memberId, ...line }]);
  return { ...app, revokedBy: null, revokedAt: null, lastUsedOn: null };
}
