import type { CombinedError } from '@urql/core';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
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

export interface Refusal {
  readonly code: string;
  readonly field: string | null;
}

/** Answers null when saved. */
export async function createTrip(input: CreateTravelPlanInput): Promise<Refusal | null> {
  const { data, error } = await graph.mutation(CreateTravelPlanDocument, { input }).toPromise();
  const result = data?.createTravelPlan;
  return result?.__typename === 'CreateTravelPlanPayload' ? null : refusal(result, error);
}

/** Answers null when saved. CONFLICT: somebody saved it since it was read. */
export async function updateTrip(input: UpdateTravelPlanInput): Promise<Refusal | null> {
  const { data, error } = await graph.mutation(UpdateTravelPlanDocument, { input }).toPromise();
  const result = data?.updateTravelPlan;
  return result?.__typename === 'UpdateTravelPlanPayload' ? null : refusal(result, error);
}

/** Answers null when it is gone. */
export async function deleteTrip(id: string): Promise<Refusal | null> {
  const { data, error } = await graph.mutation(DeleteTravelPlanDocument, { input: { id } }).toPromise();
  const result = data?.deleteTravelPlan;
  return result?.__typename === 'DeleteTravelPlanPayload' ? null : refusal(result, error);
}

/** Answers null when shared so. */
export async function shareTrip(id: string, audience: PlanAudience): Promise<Refusal | null> {
  const { data, error } = await graph
    .mutation(ShareTravelPlanDocument, { input: { id, audience } })
    .toPromise();
  const result = data?.shareTravelPlan;
  return result?.__typename === 'ShareTravelPlanPayload' ? null : refusal(result, error);
}

/** Answers null when the publication has begun; how it goes on is read from the trip. */
export async function publishTrip(input: PublishTravelPlanInput): Promise<Refusal | null> {
  const { data, error } = await graph.mutation(PublishTravelPlanDocument, { input }).toPromise();
  const result = data?.publishTravelPlan;
  return result?.__typename === 'PublishTravelPlanPayload' ? null : refusal(result, error);
}

interface Refused {
  readonly code?: string;
  readonly field?: string | null;
}

function refusal(result: Refused | undefined, error: CombinedError | undefined): Refusal {
  return { code: result?.code ?? (error ? codeOf(error) : 'INTERNAL'), field: result?.field ?? null };
}
