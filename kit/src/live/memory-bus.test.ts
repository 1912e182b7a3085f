import { describe, expect, it, vi } from 'vitest';
import { describeBus } from './bus.contract.ts';
import { MemoryBus } from './memory-bus.ts';

describeBus('the bus in memory', async () => new MemoryBus({ error: vi.fn() }));

describe('the bus in memory', () => {
  it('forgets a topic with its last listener', async () => {
    const bus = new MemoryBus({ error: vi.fn() });
    const [one, two] = [await bus.subscribe('t', vi.fn()), await bus.subscribe('t', vi.fn())];
    await one();
    expect(bus.topicCount).toBe(1);
    await two();
    expect(bus.topicCount).toBe(0);
  });

  it('logs what a listener throws', async () => {
    const error = vi.fn();
    const bus = new MemoryBus({ error });
    await bus.subscribe('t', () => {
      throw new Error('not my day');
    });
    await bus.publish('t', {});
    expect(error).toHaveBeenCalledWith({ err: new Error('not my day'), topic: 't' }, expect.any(String));
  });
});
