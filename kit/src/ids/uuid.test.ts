import { describe, expect, it } from 'vitest';
import { validate, version } from 'uuid';
import { newUuid } from './uuid.ts';

describe('newUuid', () => {
  const many = Array.from({ length: 20_000 }, newUuid);

  it('is a UUID of version 7', () => {
    expect(many.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });

  it('never comes twice, and ascends also within a millisecond', () => {
    expect(new Set(many).size).toBe(many.length);
    expect(many.toSorted()).toEqual(many);
  });

  it('says the time in its first 48 bits', () => {
    const before = Date.now();
    const ms = Number.parseInt(newUuid().replaceAll('-', '').slice(0, 12), 16);
    expect(ms - before).toBeLessThan(1_000);
    expect(ms - before).toBeGreaterThan(-1_000);
  });
});
