import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bus, BusMessage } from './bus.ts';

/** What every bus must do, whatever carries it; `open` gives a fresh one. */
export function describeBus(name: string, open: () => Promise<Bus>): void {
  describe(name, () => {
    let bus: Bus;
    beforeEach(async () => {
      bus = await open();
    });
    afterEach(() => bus.close());

    /** Subscribes and remembers. */
    async function listen(topic: string) {
      const heard: BusMessage[] = [];
      return { heard, unsubscribe: await bus.subscribe(topic, (message) => heard.push(message)) };
    }

    it('brings a message to every listener of its topic and to no other', async () => {
      const [one, two, other] = [await listen('room:1'), await listen('room:1'), await listen('room:2')];
      await bus.publish('room:1', { seq: 7 });
      await vi.waitFor(() => expect([one.heard, two.heard]).toEqual([[{ seq: 7 }], [{ seq: 7 }]]));
      expect(other.heard).toEqual([]);
    });

    it('keeps the order of one publisher', async () => {
      const { heard } = await listen('room:1');
      for (let seq = 1; seq <= 50; seq += 1) await bus.publish('room:1', { seq });
      await vi.waitFor(() => expect(heard).toHaveLength(50));
      expect(heard.map(({ seq }) => seq)).toEqual(heard.map((_, index) => index + 1));
    });

    it('keeps the neighbours of a listener that leaves', async () => {
      const [leaving, staying] = [await listen('room:1'), await listen('room:1')];
      await leaving.unsubscribe();
      await bus.publish('room:1', { seq: 1 });
      await vi.waitFor(() => expect(staying.heard).toEqual([{ seq: 1 }]));
      expect(leaving.heard).toEqual([]);
    });

    it('calls a function once for each time that it was subscribed', async () => {
      const listener = vi.fn();
      const unsubscribe = await bus.subscribe('room:1', listener);
      await bus.subscribe('room:1', listener);
      await unsubscribe();
      await unsubscribe(); // Twice is as good as once.
      const { heard } = await listen('room:1');
      await bus.publish('room:1', { seq: 1 });
      await vi.waitFor(() => expect(heard).toHaveLength(1));
      expect(listener).toHaveBeenCalledTimes(1);
    });

    it('shields listeners from one that throws', async () => {
      await bus.subscribe('room:1', () => {
        throw new Error('not my day');
      });
      const { heard } = await listen('room:1');
      await bus.publish('room:1', { seq: 1 });
      await bus.publish('room:1', { seq: 2 });
      await vi.waitFor(() => expect(heard).toEqual([{ seq: 1 }, { seq: 2 }]));
    });

    it('hears again after everyone had left', async () => {
      await (await listen('room:1')).unsubscribe();
      const { heard } = await listen('room:1');
      await bus.publish('room:1', { seq: 1 });
      await vi.waitFor(() => expect(heard).toEqual([{ seq: 1 }]));
    });

    it('lets a listener leave and others join while a message is delivered', async () => {
      const late: BusMessage[] = [];
      const unsubscribe = await bus.subscribe('room:1', () => {
        void unsubscribe();
        void bus.subscribe('room:1', (message) => late.push(message));
      });
      const { heard } = await listen('room:1');
      await bus.publish('room:1', { seq: 1 });
      await vi.waitFor(() => expect(heard).toHaveLength(1));
      await bus.publish('room:1', { seq: 2 });
      await vi.waitFor(() => expect(late).toEqual([{ seq: 2 }]));
    });

    it('carries every kind of value', async () => {
      const { heard } = await listen('room:1');
      const message = { text: '방 "7"', flag: true, nothing: null, number: -1.5 };
      await bus.publish('room:1', message);
      await vi.waitFor(() => expect(heard).toEqual([message]));
    });

    it('refuses what is too large to be a wake-up', async () => {
      await expect(bus.publish('room:1', { text: 'x'.repeat(1_100) })).rejects.toThrow(RangeError);
    });

    it('is silent once it is closed', async () => {
      const { heard } = await listen('room:1');
      await bus.close();
      await bus.publish('room:1', { seq: 1 });
      expect(heard).toEqual([]);
    });
  });
}
