import { describe, expect, it, vi } from 'vitest';
import { Closers } from './closers.ts';

describe('what was opened', () => {
  it('is closed last first, one after the other, and once', async () => {
    const seen: string[] = [];
    const closers = new Closers();
    for (const name of ['database', 'subgraph', 'server'])
      closers.add(async () => {
        await Promise.resolve();
        seen.push(name);
      });
    await Promise.all([closers.close(), closers.close()]);
    expect(seen).toEqual(['server', 'subgraph', 'database']);
  });

  it('is closed to the last although one of it fails, which is told in the end', async () => {
    const database = vi.fn(() => Promise.resolve());
    const closers = new Closers();
    closers.add(database);
    closers.add(() => Promise.reject(new Error('stuck')));
    await expect(closers.close()).rejects.toThrow('stuck');
    expect(database).toHaveBeenCalledOnce();
  });

  it('is abandoned at once where it can be', () => {
    const abandon = vi.fn();
    const closers = new Closers();
    closers.add(() => new Promise(() => undefined), abandon);
    closers.abandon();
    expect(abandon).toHaveBeenCalledOnce();
  });
});
