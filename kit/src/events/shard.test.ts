import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardCount } from './contract.ts';
import { shardOf } from './shard.ts';

describe('shardOf', () => {
  // The first three are the test vectors of the hash, modulo 8: https://www.rfc-editor.org/rfc/rfc9923
  it.each([
    ['', 5],
    ['a', 4],
    ['foobar', 0],
    ['0190a6e4-7b5c-7f00-8000-000000000001', 0],
    ['방', 5],
  ])('puts %j where it has always been', (aggregateId, shard) => {
    expect(shardOf(aggregateId)).toBe(shard);
  });

  it('knows a shard for every id, and the same one every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        expect(shardOf(id)).toBeLessThan(shardCount);
        expect(shardOf(id)).toBeGreaterThanOrEqual(0);
        expect(shardOf(id)).toBe(shardOf(id));
      }),
    );
  });

  it('uses all shards about equally', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 8_000; n += 1) {
      const shard = shardOf(`0190a6e4-7b5c-7f00-8000-${String(n).padStart(12, '0')}`);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    for (let shard = 0; shard < shardCount; shard += 1) expect(counts.get(shard)).toBeGreaterThan(700);
  });
});
