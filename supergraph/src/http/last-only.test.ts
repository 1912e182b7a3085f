import { expect, it } from 'vitest';
import { LastOnly } from './last-only.ts';

it('does the first, and of what comes meanwhile the last', async () => {
  const only = new LastOnly<object>();
  const [ann, bob] = [{}, {}];
  const done: string[] = [];
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const work =
    (name: string, wait = Promise.resolve()) =>
    async () => {
      await wait;
      done.push(name);
    };
  const first = only.run(ann, work('a1', held));
  await only.run(ann, work('a2'));
  await only.run(ann, work('a3'));
  await only.run(bob, work('b1'));
  expect(done).toEqual(['b1']);
  letGo();
  await first;
  expect(done).toEqual(['b1', 'a1', 'a3']);
});

it('goes on after something that failed', async () => {
  const only = new LastOnly<object>();
  const ann = {};
  await expect(only.run(ann, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  let isDone = false;
  await only.run(ann, async () => void (isDone = true));
  expect(isDone).toBe(true);
});
