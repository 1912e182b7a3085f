import type { AlertChannel } from './alert-channel.ts';

const timeoutMs = 5_000;

/**
 * Posts `{ "text": … }` as Slack's incoming webhooks, and those made like them, take it.
 * Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 *
 * @param url - a secret: it never gets into an error or a log
 */
export function slackWebhook(url: URL, limitMs = timeoutMs): AlertChannel {
  return {
    async send(text) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ text: escapeForSlack(text) }),
        redirect: 'error',
        signal: AbortSignal.timeout(limitMs),
      }).catch((cause: unknown) => {
        throw new Error('the webhook of the operators could not be reached', { cause });
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the webhook of the operators answered ${response.status}`);
    },
  };
}

/** What Slack takes for markup. Source: https://docs.slack.dev/messaging/formatting-message-text */
const escapeForSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
