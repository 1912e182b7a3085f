import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { TrustedProxies } from './trusted-proxies.ts';

const proxies = new TrustedProxies(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);

function from(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, headers);
  return request;
}

describe('the client behind proxies', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['itself', '203.0.113.9', {}, '203.0.113.9'],
    ['itself, whatever it says', '203.0.113.9', { 'x-forwarded-for': '10.0.0.1' }, '203.0.113.9'],
    ['what our proxy says', '10.1.2.3', { 'x-forwarded-for': '203.0.113.9' }, '203.0.113.9'],
    ['behind two of ours', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9, 10.0.0.7' }, '203.0.113.9'],
    [
      'not what a client put first',
      '127.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' },
      '203.0.113.9',
    ],
    ['with a port', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9:4711' }, '203.0.113.9'],
    ['in IPv6', '::ffff:127.0.0.1', { 'x-forwarded-for': '2001:db8::1' }, '2001:db8::1'],
    ['by RFC 7239', 'fd00::1', { forwarded: 'for="[2001:db8::1]:4711";proto=https' }, '2001:db8::1'],
    ['no address', '127.0.0.1', { 'x-forwarded-for': 'unknown' }, '127.0.0.1'],
    ['ours alone', '127.0.0.1', { 'x-forwarded-for': '10.0.0.8' }, '10.0.0.8'],
  ])('is %s', (_, remoteAddress, headers, expected) => {
    expect(proxies.clientOf(from(remoteAddress, headers)).address).toBe(expected);
  });

  it('speaks the protocol that our proxy names, and no other', () => {
    const protocol = (remote: string, headers: Record<string, string>) =>
      proxies.clientOf(from(remote, headers)).protocol;
    expect(protocol('10.0.0.1', { 'x-forwarded-proto': 'https' })).toBe('https');
    expect(protocol('10.0.0.1', { forwarded: 'for=203.0.113.9;proto=https' })).toBe('https');
    expect(protocol('203.0.113.9', { 'x-forwarded-proto': 'https' })).toBe('http');
  });

  it.each([['10.0.0.0/33'], ['proxy'], ['10.0.0/8'], ['fd00::/129'], ['']])('refuses "%s"', (range) => {
    expect(() => new TrustedProxies([range])).toThrow('TRUSTED_PROXIES');
  });
});

describe('an address that is not believed and speaks of clients', () => {
  const told = (...requests: readonly IncomingMessage[]): string[] => {
    const strangers: string[] = [];
    const watched = new TrustedProxies(['10.0.0.0/8'], (address) => strangers.push(address));
    for (const request of requests) watched.clientOf(request);
    return strangers;
  };

  it('is told of once', () => {
    const request = from('203.0.113.9', { 'x-forwarded-for': '198.51.100.1' });
    expect(told(request, request, from('203.0.113.10', { forwarded: 'for=198.51.100.1' }))).toEqual([
      '203.0.113.9',
    ]);
  });

  it.each<[string, string, Record<string, string>]>([
    ['who says nothing of the kind', '203.0.113.9', {}],
    ['a proxy of ours', '10.0.0.1', { 'x-forwarded-for': '198.51.100.1' }],
  ])('is not %s', (_, address, headers) => expect(told(from(address, headers))).toEqual([]));
});
