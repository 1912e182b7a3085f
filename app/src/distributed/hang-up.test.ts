import { describe, expect, it } from 'vitest';
import { readHangUp } from './hang-up.ts';

describe('a SIGHUP', () => {
  it.each([
    ['asks a service for new processes', { had: false, has: false, isAttended: false }, 'replace'],
    ['asks for them from another terminal', { had: true, has: true, isAttended: true }, 'replace'],
    ['ends what ran in a terminal that was closed', { had: true, has: false, isAttended: true }, 'end'],
    ['leaves alone what nohup protects', { had: true, has: false, isAttended: false }, 'ignore'],
  ] as const)('%s', (_, terminals, meaning) => {
    expect(readHangUp(terminals)).toBe(meaning);
  });
});
