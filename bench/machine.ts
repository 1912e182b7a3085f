import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Where and of what a table was measured: a figure without it means nothing. */
export function describeMachine(): string {
  const processors = cpus();
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
  }).trim();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `load ${loadavg()[0]?.toFixed(1) ?? '?'} before`,
    `Node ${process.versions.node}`,
    `commit ${commit}`,
    new Date().toISOString().slice(0, 10),
  ].join(' · ');
}
