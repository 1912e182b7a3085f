import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const shell = (script: string, timeoutMs = 10_000) =>
  runCommand({ file: '/bin/sh', args: ['-c', script], timeoutMs });

describe('runCommand', () => {
  it('gives what was said on either channel', async () => {
    expect(await shell('echo out; echo err >&2')).toMatchObject({
      isOk: true,
      output: expect.stringMatching(/out[^]*err|err[^]*out/),
    });
  });

  it('tells a failure', async () => {
    expect(await shell('exit 3')).toMatchObject({ isOk: false, isTimedOut: false });
  });

  it('tells a program that is not there', async () => {
    const outcome = await runCommand({ file: 'no-such-program', args: [], timeoutMs: 1_000 });
    expect(outcome).toMatchObject({ isOk: false, output: expect.stringContaining('no-such-program') });
  });

  // A survivor would keep the channel open, and this test waiting for it.
  it('kills at the timeout, with all that the command has started', async () => {
    expect(await shell('sleep 60 & sleep 60', 300)).toMatchObject({ isOk: false, isTimedOut: true });
  });
});
