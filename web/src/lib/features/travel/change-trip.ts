import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  CreateTravelPlanDocument,
  type CreateTravelPlanInput,
  DeleteTravelPlanDocument,
  type PlanAudience,
  PublishTravelPlanDocument,
  type PublishTravelPlanInput,
  ShareTravelPlanDocument,
  UpdateTravelPlanDocument,
  type UpdateTravelPlanInput,
} from '#lib/graphql/generated/graphql.ts';
import { tripErrorText } from './trip-texts.ts';

/** Answers null when saved. */
export async function createTrip(input: CreateTravelPlanInput): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(CreateTravelPlanDocument, { input }).toPromise();
  const result = data?.createTravelPlan;
  return result?.__typename === 'CreateTravelPlanPayload' ? null : refusalOf(result, error, tripErrorText);
}

/** Answers null when saved. CONFLICT: somebody saved it since it was read. */
export async function updateTrip(input: UpdateTravelPlanInput): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(UpdateTravelPlanDocument, { input }).toPromise();
  const result = data?.updateTravelPlan;
  return result?.__typename === 'UpdateTravelPlanPayload' ? null : refusalOf(result, error, tripErrorText);
}

/** Answers null when it is gone. */
export async function deleteTrip(id: string): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(DeleteTravelPlanDocument, { input: { id } }).toPromise();
  const result = data?.deleteTravelPlan;
  return result?.__typename === 'DeleteTravelPlanPayload' ? null : refusalOf(result, error, tripErrorText);
}

/** Answers null when shared so. */
export async function shareTrip(id: string, audience: PlanAudience): Promise<RefusedField | null> {
  const { data, error } = await graph
    .mutation(ShareTravelPlanDocument, { input: { id, audience } })
    .toPromise();
  const result = data?.shareTravelPlan;
  return result?.__typename === 'ShareTravelPlanPayload' ? null : refusalOf(result, error, tripErrorText);
}

/** Answers null when the publication has begun; how it goes on is read from the trip. */
export async function publishTrip(input: PublishTravelPlanInput): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(PublishTravelPlanDocument, { input }).toPromise();
  const result = data?.publishTravelPlan;
  return result?.__typename === 'PublishTravelPlanPayload' ? null : refusalOf(result, error, tripErrorText);
}
