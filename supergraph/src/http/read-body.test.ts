import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const request = () => new IncomingMessage(new Socket());
const ended = 'The body ended before its end.';

it('a body that has come is read', async () => {
  const whole = request();
  const reading = readBody(whole, 10);
  whole.push('{}');
  whole.push(null);
  expect((await reading).toString()).toBe('{}');
});

it('nobody waits for the body of who has left before it is read', async () => {
  const left = request();
  left.destroy();
  await expect(readBody(left, 10)).rejects.toMatchObject({ errors: [{ message: ended }] });
});

it('nobody waits for the rest of who leaves within it', async () => {
  const leaving = request();
  const reading = readBody(leaving, 10);
  leaving.push('{');
  leaving.destroy();
  await expect(reading).rejects.toMatchObject({ errors: [{ message: ended }] });
});
