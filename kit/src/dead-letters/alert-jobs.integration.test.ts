import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { slackWebhook } from '../alerts/slack-webhook.ts';
import { startWebhookServer, type WebhookServer } from '../alerts/testing/webhook-server.ts';
import { InvalidInputError } from '../errors/domain-error.ts';
import { type Backbone, startBackbone } from '../events/backbone.ts';
import { localEventSource } from '../events/local-event-source.ts';
import { recording } from '../events/test-stage/recording.ts';
import { openStage, type Stage } from '../events/test-stage/stage.ts';
import { pgBossJobs } from '../jobs/pg-boss-jobs.ts';
import { localDesk } from './local-desk.ts';
import { operator } from './testing/operator.ts';

let stage: Stage;
let webhook: WebhookServer;
const running: Backbone[] = [];
let isBroken = true;
const patience = { timeout: 20_000, interval: 50 };

beforeEach(async () => {
  stage = await openStage();
  webhook = await startWebhookServer();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((backbone) => backbone.stop()));
  await webhook.close();
  await stage.close();
});

/** One process of the stage, with jobs and a webhook. */
async function startProcess() {
  const jobs = pgBossJobs({ subgraph: 'stage', pool: stage.pools.write, log: stage.services.log });
  const services = { ...stage.services, jobs };
  const consumer = recording('one', () => {
    if (isBroken) throw new InvalidInputError('payload', 'not understood yet');
  });
  running.push(
    await startBackbone({
      subgraph: { name: 'stage', triggers: { consumers: [consumer], jobs: [] } },
      ...{ services, jobs, pool: stage.pools.write, alerts: slackWebhook(webhook.url) },
      sources: new Map([['stage', localEventSource('stage', services)]]),
      random: () => 0.001,
    }),
  );
  return services;
}

describe('operators', () => {
  it('are told once of dead letters by several processes, also after a failure, and once of their end', async () => {
    webhook.answer = { status: 503 };
    const services = await startProcess();
    await startProcess();
    for (const id of ['a', 'a', 'b']) await stage.touch(id);
    const desk = localDesk('stage', services);
    const dead = () => desk.list(operator, { state: 'dead', limit: 10, after: null });
    await expect.poll(dead, patience).toHaveLength(2);
    webhook.answer = { status: 200 };

    const raised = expect.stringMatching(
      /^Moim stage: 이벤트·작업 [12]건이 .+ → one, 2.+부터\.\nMoim stage: [12] events? or jobs? waits? for an operator \(dead letters\)\. The oldest: stage\.counter-touched\.v1 for one, since 2/,
    );
    await expect.poll(() => webhook.taken, patience).toEqual([raised]);
    isBroken = false;
    await desk.reprocess(operator, (await dead()).slice(0, 1));
    const [last] = await dead();
    if (last) await desk.discard(operator, last, 'a test');
    await expect
      .poll(() => webhook.taken, patience)
      .toEqual([
        raised,
        'Moim stage: 운영자를 기다리는 이벤트나 작업이 더 없습니다.\nMoim stage: nothing waits for an operator any more.',
      ]);
  }, 60_000);
});
