import { type Problem, problemOf } from '#lib/features/cover/change-cover.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  EndCoverForMemberDocument,
  type EndCoverForMemberInput,
  type PeriodFieldsFragment,
  PreviewEndCoverDocument,
  type PreviewEndCoverInput,
  RevealPersonalDataDocument,
  type RevealPersonalDataInput,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export interface EndPreview {
  readonly premiumWonBefore: number;
  readonly premiumWonAfter: number;
  readonly isNoop: boolean;
}

export async function previewEnd(input: PreviewEndCoverInput): Promise<EndPreview | Problem> {
  const { data, error } = await graph.mutation(PreviewEndCoverDocument, { input }).toPromise();
  const result = data?.previewEndCover;
  return result?.__typename === 'PreviewEndCoverPayload' ? result : problemOf(result, error);
}

export async function endForMember(input: EndCoverForMemberInput): Promise<PeriodFieldsFragment | Problem> {
  const { data, error } = await graph.mutation(EndCoverForMemberDocument, { input }).toPromise();
  const result = data?.endCoverForMember;
  if (result?.__typename === 'EndCoverForMemberPayload') return result.period;
  if (result?.__typename === 'Conflict') return { text: m.cx_conflict(), field: null };
  return problemOf(result, error);
}

export interface RevealedData {
  readonly legalName: string;
  readonly phone: string;
  readonly licenceNumber: string;
}

export async function reveal(input: RevealPersonalDataInput): Promise<RevealedData | Problem> {
  const { data, error } = await graph.mutation(RevealPersonalDataDocument, { input }).toPromise();
  const result = data?.revealPersonalData;
  return result?.__typename === 'RevealPersonalDataPayload' ? result : problemOf(result, error);
}
