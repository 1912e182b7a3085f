import type { Logger } from 'pino';
import type { AlertChannel } from './alert-channel.ts';

/** For an installation without a webhook: a line in the log. */
export function logChannel(log: Pick<Logger, 'error'>): AlertChannel {
  return {
    send: async (text) => log.error({ alert: text }, 'operators are told'),
  };
}
