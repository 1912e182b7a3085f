import { randomBytes } from 'node:crypto';
import { openInMemory } from '@moim/kit/live/open-live.ts';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { migrate } from '@moim/kit/db/migrate.ts';
import { subgraphUrl } from '@moim/kit/db/roles.ts';
import { Client } from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Closers } from '../closers.ts';
import { House, subgraphs } from '../house.ts';
import { demoPeople } from './people.ts';
import { demoRooms } from './rooms.ts';

const roleSecret = 'only-for-tests-1';
const present = new Date('2026-11-20T09:00:00Z');
const closers = new Closers();
const log = pino({ level: 'silent' });
const house = new House({
  log,
  closers,
  live: openInMemory(log),
  metrics: null,
  secretOf: () => 'only-for-this-test-0',
});
let client: Client;

beforeAll(async () => {
  const url = await ensureDatabase(inject('postgresUrl'), `demo_${randomBytes(4).toString('hex')}`);
  await migrate({ url, roleSecret, subgraphs });
  const urlOf = (subgraph: string) => subgraphUrl({ url, subgraph, roleSecret });
  await house.open({ urlOf, replicaUrlsOf: () => [] });
  client = new Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await closers.close();
});

const rows = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;

describe('the demo on an empty database', () => {
  it('signs everybody up and lets them talk', { timeout: 120_000 }, async () => {
    expect(await house.isEmpty()).toBe(true);
    await house.playDemo(present);
    expect(await house.isEmpty()).toBe(false);
    expect(await rows('select count(*)::int as n from identity.members')).toEqual([
      { n: demoPeople.length + 1 },
    ]);
    const lines = demoRooms.flatMap((room) => room.lines);
    expect(await rows(`select count(*)::int as n from messaging.messages where text is not null`)).toEqual([
      { n: lines.length },
    ]);
  });

  it('fills every subgraph', async () => {
    expect(
      await rows(`select
        (select count(*)::int from calendar.events) > 15 as events,
        (select count(*)::int from calendar.meeting_rooms) as "meetingRooms",
        (select count(*)::int from travel.plans) as plans,
        (select count(*)::int from insurance.policies) as policies,
        (select count(*)::int from telemetry.parking_sessions where state = 'FINISHED') as "parked"`),
    ).toEqual([{ events: true, meetingRooms: 4, plans: 7, policies: 4, parked: 4 }]);
  });

  it('knows of a callback that came late and changed nothing', async () => {
    expect(await rows('select outcome from insurance.insurer_callbacks')).toEqual([
      { outcome: 'NOOP' },
      { outcome: 'NOOP' },
    ]);
  });

  it('lies in the past of the instant it is given', async () => {
    const [times] = await rows('select min(sent_at) as first, max(sent_at) as last from messaging.messages');
    const youngest = Math.min(...demoRooms.flatMap(({ lines }) => lines.map(({ minutesAgo }) => minutesAgo)));
    expect(times?.['last']).toEqual(new Date(present.getTime() - youngest * 60_000));
  });

  it('makes only the first one administrator', async () => {
    expect(await rows(`select handle from identity.members where 'ADMIN' = any(roles)`)).toEqual([
      { handle: demoPeople[0]?.handle },
    ]);
  });
});
