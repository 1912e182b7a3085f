import { describe, expect, it } from 'vitest';
import { errorText, wordsOf } from './error-text.ts';

describe('the words of one form', () => {
  const words = wordsOf({ plate: () => 'Like 12가3456.' });

  it('are its own for its fields', () => {
    expect(words('BAD_USER_INPUT', 'input.plate')).toBe('Like 12가3456.');
  });

  it.each(['input.name', 'input.plates', '', null])('are those of all for %s', (path) => {
    expect(words('BAD_USER_INPUT', path)).toBe(errorText('BAD_USER_INPUT'));
  });
});
