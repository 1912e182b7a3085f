import { isIPv4 } from 'node:net';
import type { Logger } from 'pino';
import { z } from 'zod';
import { readConfiguration } from '../config/read-configuration.ts';
import { httpUrl } from '../config/variables.ts';
import type { AlertChannel } from './alert-channel.ts';
import { logChannel } from './log-channel.ts';
import { slackWebhook } from './slack-webhook.ts';

const variables = z.object({
  OPERATOR_ALERT_WEBHOOK_URL: httpUrl
    .refine((url) => url.protocol === 'https:' || isLoopback(url), 'must be https, or http on this machine')
    .optional(),
});

/**
 * The webhook that the environment names, else the log.
 *
 * @throws {StartupError} for an address that the message would reach in the clear
 */
export function openAlertChannel(
  log: Pick<Logger, 'error'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): AlertChannel {
  const { OPERATOR_ALERT_WEBHOOK_URL: url } = readConfiguration(variables, environment);
  return url ? slackWebhook(url) : logChannel(log);
}

function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}
