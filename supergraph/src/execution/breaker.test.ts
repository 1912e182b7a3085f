import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.ts';
import { Deadline } from './deadline.ts';
import { unobserved } from './traffic-observer.ts';

/** `+` answers, `-` fails, a digit lets so many seconds pass, `?` says whether the next call would be sent. */
async function play(script: string): Promise<string> {
  const clock = { ms: 0 };
  let opened = 0;
  const observer = { ...unobserved, opened: () => void (opened += 1) };
  const breaker = new Breaker('rooms', { observer, now: () => clock.ms });
  let sent = '';
  for (const step of script.replaceAll(' ', '')) {
    if (/\d/.test(step)) clock.ms += Number(step) * 1_000;
    else
      await breaker
        .run(async () => {
          sent += step;
          if (step === '-') throw new Error('lost');
        })
        .catch(() => undefined);
  }
  return `${sent} ${opened}`;
}

describe('a breaker', () => {
  it.each([
    ['sends everything while calls succeed', '++++', '++++ 0'],
    ['opens after three failures in a row, then tries once a second', '--- -- 1 -- 1 --', '------ 1'],
    ['is closed by the attempt that succeeds', '--- 1 + ++', '---+++ 1'],
    ['opens anew after three more', '--- 1 + -- + ---', '---+--+--- 2'],
    [
      'opens when half of twenty calls fail, though never three in a row',
      '--++'.repeat(6),
      `${'--++'.repeat(5)}-- 1`,
    ],
    ['stays closed when fewer fail', '-+++'.repeat(10), `${'-+++'.repeat(10)} 0`],
    ['forgets after ten seconds', `${'--++'.repeat(4)} 9 2 --++`, `${'--++'.repeat(5)} 0`],
  ])('%s', async (_, script, told) => {
    expect(await play(script)).toBe(told);
  });

  it.each([
    ['who left', 5_000, (one: Deadline) => one.leave(), true],
    ['whose time was up after a moment', 999, (one: Deadline) => one.pass(), true],
    ['whose time was up after a second', 1_000, (one: Deadline) => one.pass(), false],
  ] as const)('lays the end of a call by somebody %s at the right door', async (_, ms, end, isStillAsked) => {
    const clock = { ms: 0 };
    const breaker = new Breaker('rooms', { now: () => clock.ms });
    for (let call = 0; call < 3; call += 1) {
      const deadline = new Deadline();
      const cut = async () => {
        clock.ms += ms;
        end(deadline);
        throw new Error('aborted');
      };
      await breaker.run(cut, deadline).catch(() => undefined);
    }
    await breaker
      .run(async () => {
        throw new Error('the attempt, if it is open');
      })
      .catch(() => undefined);
    const isAsked = await breaker.run(async () => true).catch(() => false);
    expect(isAsked).toBe(isStillAsked);
  });
});
