import type { CombinedError } from '@urql/core';
import { wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  EndCoverDocument,
  OpenPolicyDocument,
  type OpenPolicyInput,
  type PeriodFieldsFragment,
  StartCoverDocument,
  type StartCoverInput,
  UpdatePersonalDataDocument,
  type UpdatePersonalDataInput,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** What to tell the viewer, and at which field of the form. */
export type Problem = RefusedField;

const words = wordsOf({
  legalName: m.cover_error_legalName,
  phone: m.cover_error_phone,
  licenceNumber: m.cover_error_licenceNumber,
  effectiveAt: m.cx_error_effectiveAt,
  reason: m.cx_error_reason,
  ticket: m.cx_error_ticket,
});

export const problemOf = (
  result: Parameters<typeof refusalOf>[0],
  error: CombinedError | undefined,
): Problem => refusalOf(result, error, words);

/** Null when it is open. */
export async function openPolicy(input: OpenPolicyInput): Promise<Problem | null> {
  const { data, error } = await graph.mutation(OpenPolicyDocument, { input }).toPromise();
  const result = data?.openPolicy;
  return result?.__typename === 'OpenPolicyPayload' ? null : problemOf(result, error);
}

/** Null when it is saved. */
export async function updatePersonalData(input: UpdatePersonalDataInput): Promise<Problem | null> {
  const { data, error } = await graph.mutation(UpdatePersonalDataDocument, { input }).toPromise();
  const result = data?.updatePersonalData;
  return result?.__typename === 'UpdatePersonalDataPayload' ? null : problemOf(result, error);
}

/** Null when cover runs. */
export async function startCover(input: StartCoverInput): Promise<Problem | null> {
  const { data, error } = await graph.mutation(StartCoverDocument, { input }).toPromise();
  const result = data?.startCover;
  if (result?.__typename === 'StartCoverPayload') return null;
  if (result?.__typename === 'Conflict') return { text: m.cover_conflict(), field: null };
  return problemOf(result, error);
}

export async function endCover(periodId: string): Promise<PeriodFieldsFragment | Problem> {
  const { data, error } = await graph.mutation(EndCoverDocument, { input: { periodId } }).toPromise();
  const result = data?.endCover;
  return result?.__typename === 'EndCoverPayload' ? result.period : problemOf(result, error);
}
