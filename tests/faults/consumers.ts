import { inboxFanOut } from '@moim/messaging/triggers/inbox-fan-out.ts';
import { membershipProjection } from '@moim/messaging/triggers/membership-projection.ts';

/** Those of messaging, without its schema: a worker that is killed forty times starts quickly. */
export const messagingConsumers = [membershipProjection, inboxFanOut];
