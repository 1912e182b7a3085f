/**
 * Imported before all else: from here on this process lives in the morning of its day in Seoul, so
 * that every run shows the same hour of the demo. Forward, never back: jobs that PostgreSQL, which
 * keeps its own time, holds to be due would be asked for again and again.
 */
const morningMs = (8 * 60 + 10) * 60_000;
const dayMs = 24 * 3_600_000;
const seoulMs = 9 * 3_600_000;

const sinceMidnightMs = (Date.now() + seoulMs) % dayMs;
const aheadMs = (morningMs - sinceMidnightMs + dayMs) % dayMs;
const now = Date.now;

globalThis.Date = new Proxy(Date, {
  construct(real, args, made) {
    const date: unknown = Reflect.construct(real, args.length === 0 ? [now() + aheadMs] : args, made);
    if (date instanceof real) return date;
    throw new TypeError('Date makes dates');
  },
  get: (real, key, proxy): unknown => (key === 'now' ? () => now() + aheadMs : Reflect.get(real, key, proxy)),
});
