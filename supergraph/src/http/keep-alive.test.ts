import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeepAlive, type Pinged } from './keep-alive.ts';

const everyMs = 25_000;
let open: KeepAlive<FakeSocket>;
beforeEach(() => {
  vi.useFakeTimers();
  open = new KeepAlive(everyMs);
});
afterEach(() => {
  open.close();
  vi.useRealTimers();
});

class FakeSocket implements Pinged {
  isAnswering = true;
  readonly challenge = vi.fn(() => void (this.isAnswering = false));
  readonly terminate = vi.fn();
}

const socket = (): FakeSocket => {
  const one = new FakeSocket();
  open.add(one);
  return one;
};

describe('KeepAlive', () => {
  it('pings each socket once in the time, not all at one moment', () => {
    const all = Array.from({ length: 50 }, socket);
    vi.advanceTimersByTime(10_000);
    expect(all.filter(({ challenge }) => challenge.mock.calls.length === 1)).toHaveLength(20);
    vi.advanceTimersByTime(15_000);
    expect(all.every(({ challenge }) => challenge.mock.calls.length === 1)).toBe(true);
  });

  it('cuts who has not answered by the next ping, and keeps who has', () => {
    const [silent, answering] = [socket(), socket()];
    vi.advanceTimersByTime(everyMs);
    answering.isAnswering = true;
    vi.advanceTimersByTime(everyMs);
    expect([silent.terminate.mock.calls.length, answering.terminate.mock.calls.length]).toEqual([1, 0]);
  });

  it('knows who is open', () => {
    const [gone, here] = [socket(), socket()];
    open.delete(gone);
    vi.advanceTimersByTime(everyMs);
    expect([open.sockets, gone.challenge.mock.calls.length]).toEqual([[here], 0]);
  });
});
