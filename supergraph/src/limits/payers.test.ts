import { expect, it } from 'vitest';
import { Caller } from '../graph/caller.ts';
import { payersOf } from './payers.ts';

const viewer = { memberId: 'ann', sessionId: 's1', roles: ['MEMBER'], membershipVersion: 1 } as const;
const from = (clientAddress: string) => ({ viewer: null, isService: false, requestId: 'r', clientAddress });
const idsOf = (caller: Caller) => payersOf(caller).map(({ id }) => id);

it.each([
  ['', 'address:'],
  ['203.0.113.9', 'address:203.0.113.9'],
  ['2001:db8:1:2::1', 'address:2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::9', 'address:2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', 'address:2001:db8:1:3::/64'],
])('nobody from "%s" pays as %s', (address, payer) => {
  expect(idsOf(new Caller(from(address)))).toEqual([payer]);
  expect(idsOf(new Caller(from(address), { appId: 'crm' }))).toEqual([payer, 'app:crm']);
});

it('a member pays wherever they are, and so does an app', () => {
  const address = from('2001:db8::1');
  expect(idsOf(new Caller({ ...address, viewer }))).toEqual(['member:ann']);
  expect(idsOf(new Caller({ ...address, app: { id: 'crm', scopes: [] } }))).toEqual(['app:crm']);
});
