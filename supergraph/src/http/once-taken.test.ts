import { WebSocket } from 'ws';
import { beforeEach, expect, it } from 'vitest';
import { maxUnsentBytesToBegin } from '../limits/operation-limits.ts';
import { onceTaken } from './once-taken.ts';

let taken: (() => void)[];
let begun: number;
beforeEach(() => {
  [taken, begun] = [[], 0];
});

function begin(bufferedAmount: number, readyState: WebSocket['readyState'] = WebSocket.OPEN): void {
  const socket = { bufferedAmount, readyState, OPEN: WebSocket.OPEN };
  onceTaken({ ...socket, whenTaken: (listener) => void taken.push(listener) }, () => (begun += 1));
}

it.each([
  [0, 1],
  [maxUnsentBytesToBegin, 1],
  [maxUnsentBytesToBegin + 1, 0],
])('where %d bytes are left untaken %d begin at once', (bytes, count) => {
  begin(bytes);
  expect([begun, taken.length]).toEqual([count, 1 - count]);
});

it('what waits begins when they have been taken', () => {
  begin(maxUnsentBytesToBegin + 1);
  taken.forEach((tell) => tell());
  expect(begun).toBe(1);
});

it('nothing begins when the client has gone instead', () => {
  begin(maxUnsentBytesToBegin + 1, WebSocket.CLOSED);
  taken.forEach((tell) => tell());
  expect(begun).toBe(0);
});
