import { createHash } from 'node:crypto';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertCity } from '../db/cities.ts';
import { replaceCompanions } from '../db/companions.ts';
import { findRequestOfPlan, insertPlan, type NewPlan } from '../db/plans.ts';
import type { City } from '../domain/city.ts';
import {
  assertAhead,
  type CreatePlanInput,
  draftPlan,
  requestKey,
  UnknownCityError,
} from '../domain/plan.ts';
import { loadCityIndex } from '../ports/cities/load-city-index.ts';
import { appendPlanChanged } from './append-plan-changed.ts';
import { assertCompanions } from './assert-companions.ts';

/**
 * Creates a plan that nobody but its author and companions sees, or answers the id of the one that the
 * same request made before.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule; nothing is written
 * @throws {ConflictError} when the id stands for another plan
 */
export async function createPlan(
  services: Services,
  viewer: Viewer,
  input: CreatePlanInput,
): Promise<string> {
  const draft = draftPlan(viewer.memberId, input);
  const requestDigest = createHash('sha256').update(requestKey(draft)).digest('base64url');
  if (await isRetry(services, draft.id, requestDigest)) return draft.id;
  const at = services.now();
  const city = await getCity(draft.cityId);
  assertAhead(draft.travelOn, city, at);
  await assertCompanions(services, draft.companionIds);
  const plan = { ...draft, requestDigest, at };
  if (!(await store(services, plan, city))) await isRetry(services, draft.id, requestDigest);
  return draft.id;
}

/** @throws {UnknownCityError} */
export async function getCity(id: number): Promise<City> {
  const city = (await loadCityIndex()).find(id);
  if (!city) throw new UnknownCityError();
  return city;
}

/** @throws {ConflictError} when the id stands for another plan */
async function isRetry({ db }: Services, id: string, requestDigest: string): Promise<boolean> {
  const earlier = await findRequestOfPlan(db.write, id);
  if (!earlier) return false;
  if (earlier.requestDigest === requestDigest && !earlier.deletedAt) return true;
  throw new ConflictError('This id already stands for another plan; make a new one.');
}

/** False when another request took the id meanwhile. */
function store(services: Services, plan: NewPlan, city: City): Promise<boolean> {
  return services.db.write.transaction(async (tx) => {
    await insertCity(tx, city);
    if (!(await insertPlan(tx, plan))) return false;
    await replaceCompanions(tx, plan.id, plan.companionIds);
    await appendPlanChanged(tx, services, { ...plan, change: 'CREATED' });
    return true;
  });
}
