import { describe, expect, it } from 'vitest';
import { bytesOf } from './lsn.ts';

describe('bytesOf', () => {
  it.each([
    ['0/0', 0n],
    ['0/3000148', 50_331_976n],
    ['1/0', 4_294_967_296n],
    ['A/FF', 42_949_673_215n],
    ['ffffffff/ffffffff', 18_446_744_073_709_551_615n],
  ])('reads %s as PostgreSQL does', (lsn, bytes) => expect(bytesOf(lsn)).toBe(bytes));

  it.each(['', '0', '/', '0/', 'g/0', '0/123456789', '0/0; drop table x', ' 0/0'])('refuses "%s"', (lsn) =>
    expect(bytesOf(lsn)).toBeNull(),
  );
});
