import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { moveCredits } from '@moim/identity/actions/move-credits.ts';
import { signUp } from '@moim/identity/actions/sign-up.ts';
import { DomainError } from '@moim/kit/errors/domain-error.ts';
import { requestRecommendation } from '@moim/travel/actions/request-recommendation.ts';
import { viewerOf } from '../load.ts';
import { pick, seededRandom } from '../random.ts';
import { openSaga, type Reach } from './open-saga.ts';
import { sagaOrder } from './order.ts';

const memberCount = 4;
const grantedCredits = 2_000;

const order = sagaOrder.parse(JSON.parse(process.argv[2] ?? ''));
const random = seededRandom(order.seed);
const saga = await openSaga({ ...order, reach: killer() });
const wanted = join(order.folder, 'wanted.log');
const accepted = join(order.folder, 'accepted.log');

if (order.mode === 'setup') await setUp();
process.stdout.write('ready\n');
if (order.mode === 'load') void Promise.all([again(), ...order.memberIds.map(ask)]);
for (;;) {
  await saga.sweep().catch(() => undefined);
  await sleep(200);
}

/** Dies at the ordered point, for good and at once. */
function killer(): Reach {
  let hits = 0;
  return (point) => {
    if (point !== order.fault?.point) return;
    hits += 1;
    if (hits === order.fault.hit) process.kill(process.pid, 'SIGKILL');
  };
}

async function setUp(): Promise<never> {
  const ids: string[] = [];
  for (let n = 1; n <= memberCount; n += 1) {
    const account = { handle: `member-${n}`, name: `Member ${n}`, password: 'correct horse battery staple' };
    const memberId = await signUp(saga.identity, account);
    const grant = {
      memberId,
      kind: 'GRANT',
      amount: grantedCredits,
      purpose: 'TEST',
      purposeId: null,
    } as const;
    await saga.identity.db.write.transaction((tx) =>
      moveCredits(tx, saga.identity, { ...grant, cause: `grant:${memberId}` }),
    );
    ids.push(memberId);
  }
  writeFileSync(join(order.folder, 'members.json'), JSON.stringify(ids));
  process.exit(0);
}

/** One after the other, some of them sent twice at once. */
async function ask(memberId: string): Promise<never> {
  for (;;) {
    const id = saga.travel.newId();
    appendFileSync(wanted, `${id} ${memberId}\n`);
    await Promise.all(random() < 0.3 ? [send(id, memberId), send(id, memberId)] : [send(id, memberId)]);
    await sleep(random() * 60);
  }
}

/** Who heard no answer asks again under the same id. */
async function again(): Promise<void> {
  const lines = existsSync(wanted) ? readFileSync(wanted, 'utf8').split('\n').filter(Boolean) : [];
  const known = existsSync(accepted) ? readFileSync(accepted, 'utf8') : '';
  for (const line of lines.slice(-20)) {
    const [id = '', memberId = ''] = line.split(' ');
    if (!known.includes(id)) await send(id, memberId);
  }
}

/** An infrastructure that is too slow to answer is heard as silence. */
async function send(id: string, memberId: string): Promise<void> {
  const timeZone = pick(['Asia/Seoul', 'Asia/Tokyo', 'Europe/Berlin'], random);
  try {
    await requestRecommendation(saga.travel, viewerOf(memberId), { id, kind: 'A', timeZone });
    appendFileSync(accepted, `${id}\n`);
  } catch (error) {
    if (error instanceof DomainError) throw error;
  }
}
