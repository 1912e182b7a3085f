import { describe, expect, it } from 'vitest';
import { normalizePassword, toNewPassword } from './password.ts';

const judge = (value: string) => toNewPassword(value, { field: 'password', handle: 'minji' });

describe('a new password', () => {
  it.each([
    ['ten characters', 'zmxn3b2k9q'],
    ['128 characters', 'ab1 '.repeat(31) + 'xyz!'],
    ['words', 'correct horse battery'],
    ['Korean', '비밀번호는길게쓰자고요'],
    ['only letters', 'nachtmusikkleine'],
    ['emoji', '🚗🅿️🚙🚕🚌🏎🚓🚑🚒🚐'],
  ])('may be %s', (_, value) => {
    expect(judge(value)).toBe(value.normalize('NFKC'));
  });

  it.each([
    ['nothing', ''],
    ['nine characters', 'zmxn3b2k9'],
    ['129 characters', 'ab1 '.repeat(32) + '!'],
    ['one character over and over', 'aaaaaaaaaa'],
    ['three characters over and over', 'abcabcabcabc'],
    ['what everybody takes', 'Password123'],
    ['a row of keys', 'qwertyuiop'],
    ['the handle with digits', 'Minji2026111'],
    ['a line break', 'zmxn3b2k9\nq'],
    ['a NUL', 'zmxn3b2k9\u0000q'],
    ['a lone surrogate', 'zmxn3b2k9\uD800q'],
  ])('may not be %s', (_, value) => {
    expect(() => judge(value)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'password' }),
    );
  });

  it('is the same however the keyboard composed it', () => {
    expect(normalizePassword('비밀번호'.normalize('NFD'))).toBe('비밀번호');
  });
});
