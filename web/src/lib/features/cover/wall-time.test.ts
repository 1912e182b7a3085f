import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromWallTime, toWallTime } from './wall-time.ts';

describe('wall time', () => {
  it.each([
    ['Asia/Seoul', '2026-11-21T14:05:00', '2026-11-21T05:05:00.000Z'],
    ['America/New_York', '2026-07-01T00:30:00', '2026-07-01T04:30:00.000Z'],
    ['America/New_York', '2026-03-08T03:30:00', '2026-03-08T07:30:00.000Z'],
    ['Asia/Kolkata', '2026-01-01T00:00:00', '2025-12-31T18:30:00.000Z'],
  ])('in %s %s is %s', (timeZone, wall, instant) => {
    expect(fromWallTime(wall, timeZone)?.toISOString()).toBe(instant);
    expect(toWallTime(new Date(instant), timeZone)).toBe(wall);
  });

  it('may be without seconds', () => {
    expect(fromWallTime('2026-11-21T14:05', 'Asia/Seoul')?.toISOString()).toBe('2026-11-21T05:05:00.000Z');
  });

  it('is no instant while it is empty', () => {
    expect(fromWallTime('', 'Asia/Seoul')).toBeNull();
  });

  it('comes back to the minute it came from in Seoul', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000_000 }), (minutes) => {
        const instant = new Date(minutes * 60_000);
        const wall = toWallTime(instant, 'Asia/Seoul');
        // Korea had summer time in 1987 and 1988, when an hour came twice.
        const back = fromWallTime(wall, 'Asia/Seoul')?.getTime() ?? 0;
        expect([0, 3_600_000]).toContain(Math.abs(back - instant.getTime()));
      }),
    );
  });
});
