import { afterEach, expect, it, vi } from 'vitest';
import { BatchedQuestion } from './batched-question.ts';

afterEach(() => void vi.useRealTimers());

/** A question whose answers come when the test says so. */
function openQuestion() {
  const asked: ((answer: string | null) => void)[] = [];
  const isSilent = { now: false };
  const ids: (readonly string[])[] = [];
  const ask = async (some: readonly string[]) => {
    if (isSilent.now) throw new Error('nobody is there');
    ids.push(some);
    const { promise, resolve } = Promise.withResolvers<string | null>();
    asked.push(resolve);
    const answer = await promise;
    return new Map(some.map((id) => [id, answer]));
  };
  const question = new BatchedQuestion<string>({ ask, waitMs: 1_000 });
  const untilAsked = (count: number) => expect.poll(() => asked.length).toBe(count);
  return { question, asked, ids, isSilent, untilAsked };
}

it('answers with what was answered last while nobody is there', async () => {
  const { question, asked, isSilent, untilAsked } = openQuestion();
  const first = question.about('s1');
  await untilAsked(1);
  asked[0]?.('alive');
  expect(await first).toBe('alive');
  isSilent.now = true;
  expect([await question.about('s1'), await question.about('s2')]).toEqual(['alive', undefined]);
});

it('takes the answer to an earlier question that comes later for older', async () => {
  const { question, asked, isSilent, untilAsked } = openQuestion();
  const early = question.about('s1');
  await untilAsked(1);
  const late = question.about('s1');
  await untilAsked(2); // the first takes too long to be waited for
  asked[1]?.(null);
  expect(await late).toBeNull();
  asked[0]?.('alive');
  await early;
  isSilent.now = true;
  expect(await question.about('s1')).toBeNull();
});

it('asks together about all who come while an earlier question is under way, each once, 500 at most', async () => {
  const { question, asked, ids, untilAsked } = openQuestion();
  const first = question.about('s0');
  await untilAsked(1);
  const names = Array.from({ length: 600 }, (_, index) => `s${index}`);
  const others = [...names, 's7'].map((id) => question.about(id));
  asked[0]?.('first');
  await untilAsked(3); // nobody waits long for the second
  asked[1]?.('second');
  asked[2]?.('third');
  expect(await first).toBe('first');
  const answers = await Promise.all(others);
  expect(ids.map(({ length }) => length)).toEqual([1, 500, 101]);
  expect([answers[0], answers[499], answers[500], answers[600]]).toEqual([
    'second',
    'second',
    'third',
    'third',
  ]);
});

it('keeps the object that it has where the same is answered again', async () => {
  const answers = [{ role: 'a' }, { role: 'a' }, { role: 'b' }];
  let isSilent = false;
  const question = new BatchedQuestion<{ role: string }>({
    ask: async () => {
      const answer = answers.shift();
      if (isSilent || !answer) throw new Error('nobody is there');
      return new Map([['s', answer]]);
    },
    isSame: (one, other) => one.role === other.role,
  });
  const first = await question.about('s');
  await question.about('s');
  isSilent = true;
  expect(await question.about('s')).toBe(first);
});

it('whoever joins a batch late waits as long as whoever began it', async () => {
  vi.useFakeTimers();
  const { question, asked } = openQuestion();
  const isAnswered = vi.fn();
  // Sixty batches, each sent 20 ms after the one before it: the last is open for 1,180 ms.
  const crowd = Array.from({ length: 59 * 500 + 1 }, (_, index) => question.about(`s${index}`));
  await vi.advanceTimersByTimeAsync(1_100);
  expect(new Set(await Promise.all(crowd))).toEqual(new Set([undefined]));
  const late = question.about('late').finally(isAnswered);
  await vi.advanceTimersByTimeAsync(900);
  expect([asked.length, isAnswered.mock.calls.length]).toEqual([60, 0]);
  asked.at(-1)?.('alive');
  expect(await late).toBe('alive');
});

it('remembers those longest who were asked about last', async () => {
  const isSilent = { now: false };
  const question = new BatchedQuestion<string>({
    ask: async (ids) => {
      if (isSilent.now) throw new Error('nobody is there');
      return new Map(ids.map((id) => [id, id]));
    },
    waitMs: 10_000,
  });
  await Promise.all(Array.from({ length: 20_000 }, (_, index) => question.about(`s${index}`)));
  await question.about('s0');
  await question.about('one more');
  isSilent.now = true;
  expect([await question.about('s0'), await question.about('s1')]).toEqual(['s0', undefined]);
});
