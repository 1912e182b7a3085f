import { pino } from 'pino';
import { expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../errors/outage-error.ts';
import { answerWithPosition } from './written-position.ts';

const unreached = (): never => {
  throw new Error('nothing is read here');
};
const servicesWith = (position: () => Promise<{ cluster: string; lsn: string }>) => ({
  log: pino({ level: 'silent' }),
  db: {
    read: { named: unreached },
    write: { named: unreached, transaction: unreached },
    replicated: { reading: unreached, lag: () => null, position, positionAt: unreached },
  },
});

it('an answer to a change says where the log stands', async () => {
  const at = { cluster: '1', lsn: '0/1' };
  const answer = await answerWithPosition(
    { data: {} },
    servicesWith(() => Promise.resolve(at)),
    'r1',
  );
  expect(answer).toEqual({ data: {}, extensions: { moimPosition: at } });
});

it('asks to be sent again when nobody knows where it stands', async () => {
  const away = servicesWith(() => Promise.reject(new DatabaseUnavailableError()));
  const { data, errors } = await answerWithPosition({ data: {} }, away, 'r1');
  expect(data).toBeNull();
  expect(errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'DATABASE_UNAVAILABLE', retryable: true, requestId: 'r1' },
  ]);
});
