import { inboxFanOut } from '@moim/messaging/triggers/inbox-fan-out.ts';
import { membershipProjection } from '@moim/messaging/triggers/membership-projection.ts';
import { tidings } from '@moim/messaging/triggers/tidings.ts';

/** What a worker hosts: the publishers whose events can be consumed in it. */
export const hostedNames: readonly string[] = ['identity', 'messaging'];

/** Those of messaging, without its schema: a worker that is killed forty times starts quickly. */
export const messagingConsumers = [membershipProjection, inboxFanOut, ...tidings].filter(({ source }) =>
  hostedNames.includes(source),
);
