import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import { toNewId } from '@moim/kit/ids/given-id.ts';
import { toZone } from './time-zone.ts';

export type RecommendationState = 'REQUESTED' | 'GENERATING' | 'CREATED' | 'DECLINED' | 'REFUNDED';
/** Why a recommendation ended without a charge. */
export type RefundReason = 'CREDITS_TOO_FEW' | 'EXPIRED' | 'GENERATION_FAILED' | 'MEMBER_WITHDRAWN';
export type RecommendationKind = 'A';

/** Price of any recommendation. Our own price list. */
export const recommendationCostCredits = 100;
/** How long credits are put aside for one; the work itself takes a second. */
export const holdMs = 120_000;
const defaultTimeZone = 'Asia/Seoul';

export interface RecommendationRequest {
  readonly id: string;
  readonly memberId: string;
  readonly kind: RecommendationKind;
  readonly chatRoomId: string | null;
  /** IANA name. */
  readonly timeZone: string;
}

export interface RecommendationInput {
  readonly id: string;
  readonly kind: RecommendationKind;
  readonly chatRoomId?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/** @throws {InvalidInputError} naming the field that breaks a rule */
export function toRequest(memberId: string, input: RecommendationInput): RecommendationRequest {
  const { id, kind, chatRoomId, timeZone } = input;
  return {
    id: toNewId(id, 'input.id'),
    memberId,
    kind,
    chatRoomId: chatRoomId == null ? null : toNewId(chatRoomId, 'input.chatRoomId'),
    timeZone: toZone(timeZone ?? defaultTimeZone),
  };
}

/** @throws {ConflictError} when the id stands for another request */
export function assertSameRequest(stored: RecommendationRequest, request: RecommendationRequest): void {
  const isSame =
    stored.memberId === request.memberId &&
    stored.kind === request.kind &&
    stored.chatRoomId === request.chatRoomId;
  if (!isSame) throw new ConflictError('This id already stands for another request; make a new one.');
}

export interface Progress {
  readonly state: RecommendationState;
  /** The result is written, and identity was told so: from then on only identity ends the saga. */
  readonly isGenerated: boolean;
  readonly holdUntil: Date;
}

export const isOpen = ({ state }: Pick<Progress, 'state'>): boolean =>
  state === 'REQUESTED' || state === 'GENERATING';

/** Whether a result may still be handed in. */
export const mayGenerate = ({ state, isGenerated, holdUntil }: Progress, now: Date): boolean =>
  state === 'GENERATING' && !isGenerated && now < holdUntil;

/**
 * Whether travel may end it without a charge. Not once the result was handed in: identity may have
 * charged it at this very moment.
 */
export const mayGiveUp = (progress: Progress): boolean => isOpen(progress) && !progress.isGenerated;
