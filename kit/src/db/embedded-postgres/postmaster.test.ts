import { describe, expect, it } from 'vitest';
import { parsePostmasterPid } from './postmaster.ts';

const lines = ['4711', '/data/cluster', '1763700000', '24170', '', '127.0.0.1', '  5243 7', 'ready   '];

describe('parsePostmasterPid', () => {
  it('reads pid, port and state', () => {
    expect(parsePostmasterPid(lines.join('\n'))).toEqual({ pid: 4711, port: 24170, isReady: true });
  });

  it.each(['starting', 'stopping', ''])('is not ready while the state is "%s"', (state) => {
    expect(parsePostmasterPid([...lines.slice(0, 7), state].join('\n'))).toMatchObject({ isReady: false });
  });

  it('is null for a file that a crash left empty', () => {
    expect(parsePostmasterPid('')).toBeNull();
  });
});
