import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type DayClient, enter } from '../../app/src/day/client.ts';
import { driveIn } from '../../app/src/day/drive-in.ts';
import { callBack } from '../../app/src/day/insurer.ts';
import { paySandbox } from '../../app/src/day/pay-sandbox.ts';
import { playDay } from '../../app/src/day/play-day.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const anything = z.unknown();
const registerVehicle =
  'mutation ($input: RegisterVehicleInput!) { registerVehicle(input: $input) { __typename } }';
const setRoles = 'mutation ($input: SetMemberRolesInput!) { setMemberRoles(input: $input) { __typename } }';
const password = 'correct horse 7 battery';
const secret = 'what the insurer and we have agreed on';
/** Faster than life; the coach still answers each moment. */
const rateFactor = 3;

/** The day of house.md through the public API alone, as `npm run demo:day` plays it. */
describe.each<Execution>(['in-process', 'processes'])('the day, %s', (execution) => {
  let stack: Stack;
  let founder: DayClient;
  beforeAll(async () => {
    stack = await startStack({
      execution,
      environment: {
        INSURER_CALLBACK_SECRET: secret,
        INSURANCE_DATA_KEY: 'a key for the personal data of tests',
      },
    });
    founder = await join('haneul', '김하늘');
    await founder.ask(anything, registerVehicle, {
      input: { id: newUuid(), name: 'Ioniq 5', plate: '12가 3456' },
    });
  });
  afterAll(async () => {
    await founder.close();
    await stack.close();
  });

  const join = (handle: string, name: string) => enter(stack.url, { handle, name, password });

  it('comes out as it is told', { timeout: 180_000 }, async () => {
    const cast = {
      minji: await join('minji', '이민지'),
      jiwon: await join('jiwon', '박지원'),
      yuna: await join('yuna', '정유나'),
    };
    await founder.ask(anything, setRoles, {
      input: { memberId: cast.yuna.memberId, roles: ['MEMBER', 'CX'] },
    });
    const told: string[] = [];
    const record = await playDay({
      ...{ url: stack.url, cast, newId: newUuid, now: () => new Date(), pause: () => Promise.resolve() },
      say: (line) => void told.push(line.replace(/\d{4}-.*Z/, '<instant>').replace(/score \d+/, 'score <n>')),
      pay: (checkoutUrl) => paySandbox(stack.url, checkoutUrl),
      drive: (ride) => driveIn(ride, () => undefined, rateFactor),
      callBack: (ended) => callBack({ url: stack.url, secret }, ended),
      newColleague: () => join('taeho', '오태호'),
      colleaguePassword: password,
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "Jiwon schedules the Busan site visit at <instant>, with its room.",
        "Minji accepts.",
        "She makes a trip of it: same day, same companion, same room.",
        "She tops up 500 credits.",
        "100 credits buy a recommendation; it stands in the room as a card.",
        "The meeting moves by an hour: event, reminder and the notice in the room together, once.",
        "One tap starts cover by the minute, tied to the trip.",
        "Arrived, parked, score <n>; the cover has ended with the parking.",
        "The insurer's callback comes late, is taken (200) and changes nothing.",
        "A colleague who cancelled by phone and left is closed by customer care; the log says who looked.",
      ]
    `);
    expect(record.score).toBeGreaterThan(50);
  });
});
