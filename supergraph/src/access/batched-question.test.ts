import { expect, it } from 'vitest';
import { BatchedQuestion } from './batched-question.ts';

/** A question whose answers come when the test says so. */
function openQuestion() {
  const asked: ((answer: string | null) => void)[] = [];
  const isSilent = { now: false };
  const question = new BatchedQuestion<string>(async (ids) => {
    if (isSilent.now) throw new Error('nobody is there');
    const { promise, resolve } = Promise.withResolvers<string | null>();
    asked.push(resolve);
    const answer = await promise;
    return new Map(ids.map((id) => [id, answer]));
  }, 1_000);
  const untilAsked = (count: number) => expect.poll(() => asked.length).toBe(count);
  return { question, asked, isSilent, untilAsked };
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
