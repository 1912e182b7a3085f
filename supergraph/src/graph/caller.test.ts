import { describe, expect, it } from 'vitest';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { Caller } from './caller.ts';

const viewer = { memberId: 'ann', sessionId: 's1', roles: ['MEMBER'], membershipVersion: 1 } as const;
const base: OperationIdentity = { viewer, isService: false, requestId: 'r1' };

describe('the asker of a caller', () => {
  it('is the same for all requests of one', () => {
    expect(new Caller({ ...base, requestId: 'r2' }).asker).toBe(new Caller(base).asker);
  });

  it('is another for whatever an answer may depend on', () => {
    const others: Partial<OperationIdentity>[] = [
      { viewer: null },
      { viewer: { ...viewer, memberId: 'bob' } },
      { viewer: { ...viewer, sessionId: 's2' } },
      { viewer: { ...viewer, roles: ['ADMIN'] } },
      { viewer: { ...viewer, membershipVersion: 2 } },
      { viewer: null, app: { id: 'app', scopes: [] } },
      { viewer: null, app: { id: 'app', scopes: ['read'] } },
      { viewer: null, isService: true },
      { reads: 'primary' },
      { reads: { atLeast: { '1': '0/1' } } },
      { keyed: { key: 'k', request: 'r' } },
      { clientAddress: '192.0.2.1' },
    ];
    const callers = [{}, ...others].map((other) => new Caller({ ...base, ...other }));
    const strangers = ['Basic a', 'Basic b'].map((authorization) => new Caller(base, { authorization }));
    const askers = [...callers, ...strangers].map(({ asker }) => asker);
    expect(new Set(askers).size).toBe(askers.length);
  });
});
