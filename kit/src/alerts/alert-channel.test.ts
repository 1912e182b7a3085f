import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../log/create-log.ts';
import { describeAlertChannel } from './alert-channel.contract.ts';
import { openAlertChannel } from './open-alert-channel.ts';
import { slackWebhook } from './slack-webhook.ts';
import { MemoryChannel } from './testing/memory-channel.ts';
import { startWebhookServer, type WebhookServer } from './testing/webhook-server.ts';

describeAlertChannel('of the tests', async () => {
  const channel = new MemoryChannel();
  return {
    channel,
    received: () => [...channel.texts],
    break: () => void (channel.isBroken = true),
    mend: () => void (channel.isBroken = false),
    close: async () => undefined,
  };
});

describeAlertChannel('over a webhook', async () => {
  const server = await startWebhookServer();
  return {
    channel: slackWebhook(server.url),
    received: () => [...server.taken],
    break: () => void (server.answer = { status: 500 }),
    mend: () => void (server.answer = { status: 200 }),
    close: () => server.close(),
  };
});

describe('a webhook', () => {
  let server: WebhookServer;
  beforeAll(async () => {
    server = await startWebhookServer();
  });
  beforeEach(() => void (server.answer = { status: 200 }));
  afterAll(() => server.close());

  it('follows no redirect', async () => {
    server.answer = { status: 307, location: server.url.href };
    await expect(slackWebhook(server.url).send('x')).rejects.toThrow('could not be reached');
  });

  it('is given up when it does not answer', async () => {
    server.answer = null;
    await expect(slackWebhook(server.url, 50).send('x')).rejects.toThrow('could not be reached');
  });

  it('keeps its address out of what it throws', async () => {
    server.answer = { status: 404 };
    const error: unknown = await slackWebhook(server.url)
      .send('x')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'the webhook of the operators answered 404' });
  });

  const open = (url: string) =>
    openAlertChannel(createLog({ name: 'test', level: 'silent' }), { OPERATOR_ALERT_WEBHOOK_URL: url });

  it.each([
    'https://hooks.slack.com/services/x',
    'http://localhost:1/x',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ])('may be %s', (url) => expect(open(url)).toHaveProperty('send'));

  it.each(['http://hooks.slack.com/x', 'http://127.0.0.1.example.com', 'ftp://localhost/x', 'x'])(
    'may not be %s',
    (url) => expect(() => open(url)).toThrow('OPERATOR_ALERT_WEBHOOK_URL'),
  );
});
