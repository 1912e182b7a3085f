import type { CombinedError } from '@urql/core';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  AnswerInvitationDocument,
  type ChangeScope,
  type ClashFieldsFragment,
  CreateEventDocument,
  type CreateEventInput,
  DeleteEventDocument,
  type EventFieldsFragment,
  type InvitationAnswer,
  type MeetingRoomFieldsFragment,
  SetEventRemindersDocument,
  UpdateEventDocument,
  type UpdateEventInput,
} from '#lib/graphql/generated/graphql.ts';
import { eventErrorText } from './event-error-text.ts';

/** Why something was not saved, and what was in the way. */
export interface Refusal extends RefusedField {
  readonly clashes: readonly ClashFieldsFragment[];
  readonly freeRooms: readonly MeetingRoomFieldsFragment[];
}

export type Outcome =
  | { readonly event: EventFieldsFragment; readonly refusal: null }
  | { readonly event: null; readonly refusal: Refusal };

export async function createEvent(input: CreateEventInput): Promise<Outcome> {
  const { data, error } = await graph.mutation(CreateEventDocument, { input }).toPromise();
  const result = data?.createEvent;
  return result?.__typename === 'CreateEventPayload' ? saved(result.event) : refused(result, error);
}

export async function updateEvent(input: UpdateEventInput): Promise<Outcome> {
  const { data, error } = await graph.mutation(UpdateEventDocument, { input }).toPromise();
  const result = data?.updateEvent;
  return result?.__typename === 'UpdateEventPayload' ? saved(result.event) : refused(result, error);
}

/** Answers null when done, else what to tell the viewer. */
export async function deleteEvent(
  id: string,
  scope: ChangeScope,
  occurrenceStartsAt: string | null,
): Promise<string | null> {
  const input = { id, scope, occurrenceStartsAt };
  const { data, error } = await graph.mutation(DeleteEventDocument, { input }).toPromise();
  const result = data?.deleteEvent;
  return result?.__typename === 'DeleteEventPayload' ? null : eventRefusalOf(result, error).text;
}

/** Answers null when done, else what to tell the viewer. */
export async function answerInvitation(eventId: string, answer: InvitationAnswer): Promise<string | null> {
  const input = { eventId, answer };
  const { data, error } = await graph.mutation(AnswerInvitationDocument, { input }).toPromise();
  const result = data?.answerInvitation;
  return result?.__typename === 'AnswerInvitationPayload' ? null : eventRefusalOf(result, error).text;
}

/** Answers null when done, else what to tell the viewer. */
export async function setReminders(eventId: string, minutesBefore: number[]): Promise<string | null> {
  const input = { eventId, minutesBefore };
  const { data, error } = await graph.mutation(SetEventRemindersDocument, { input }).toPromise();
  const result = data?.setEventReminders;
  return result?.__typename === 'SetEventRemindersPayload' ? null : eventRefusalOf(result, error).text;
}

interface Refused {
  readonly code?: string;
  readonly field?: string | null;
  readonly clashes?: readonly ClashFieldsFragment[];
  readonly freeRooms?: readonly MeetingRoomFieldsFragment[];
}

const saved = (event: EventFieldsFragment): Outcome => ({ event, refusal: null });

const refused = (result: Refused | undefined, error: CombinedError | undefined): Outcome => ({
  event: null,
  refusal: eventRefusalOf(result, error),
});

function eventRefusalOf(result: Refused | undefined, error: CombinedError | undefined): Refusal {
  const { clashes = [], freeRooms = [] } = result ?? {};
  return { ...refusalOf(result, error, eventErrorText), clashes, freeRooms };
}
