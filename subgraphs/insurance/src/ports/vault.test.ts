import { describe, expect, it } from 'vitest';
import { isSignedBy, signCallback } from './callback-signature.ts';
import { createVault } from './vault.ts';

const data = { legalName: '김민수', phone: '01012345678', licenceNumber: '112012345678' };
const vault = createVault('a key only for tests');

describe('vault', () => {
  it('opens what it sealed, also after a restart, and nothing of it shows outside', () => {
    const sealed = vault.seal('one', data);
    expect(createVault('a key only for tests').open('one', sealed)).toEqual(data);
    expect(sealed.sealedData.toString()).not.toContain('김민수');
  });

  it('seals the same data differently each time', () => {
    expect(vault.seal('one', data)).not.toEqual(vault.seal('one', data));
  });

  it.each([
    ['another subject', (sealed: ReturnType<typeof vault.seal>) => vault.open('two', sealed)],
    [
      'another key',
      (sealed: ReturnType<typeof vault.seal>) => createVault('another key, also long').open('one', sealed),
    ],
    [
      'a changed byte',
      ({ sealedKey, sealedData }: ReturnType<typeof vault.seal>) => {
        const changed = Buffer.from(sealedData);
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        return vault.open('one', { sealedKey, sealedData: changed });
      },
    ],
    [
      "another envelope's key",
      ({ sealedData }: ReturnType<typeof vault.seal>) =>
        vault.open('one', { sealedKey: vault.seal('one', data).sealedKey, sealedData }),
    ],
  ])('refuses %s', (_, open) => {
    expect(() => open(vault.seal('one', data))).toThrow();
  });

  it('finds equal values of a field by equal tokens', () => {
    expect(vault.token('legalName', 'Minji Kim')).toEqual(vault.token('legalName', 'minji kim'));
    expect(vault.token('legalName', '010')).not.toEqual(vault.token('phone', '010'));
    expect(vault.token('phone', '010')).not.toEqual(
      createVault('another key, also long').token('phone', '010'),
    );
  });
});

describe('callback signature', () => {
  it('is that of RFC 2104 over timestamp and body', () => {
    const signature = signCallback('secret', '1795237200', '{"a":1}');
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(isSignedBy('secret', '1795237200', '{"a":1}', signature.toUpperCase())).toBe(true);
    expect(isSignedBy('secret', '1795237201', '{"a":1}', signature)).toBe(false);
    expect(isSignedBy('secret', '1795237200', '{"a":2}', signature)).toBe(false);
    expect(isSignedBy('other', '1795237200', '{"a":1}', signature)).toBe(false);
    expect(isSignedBy('secret', '1795237200', '{"a":1}', '')).toBe(false);
  });
});
