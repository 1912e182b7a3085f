import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startProgram } from '../../../tests/e2e/program.ts';
import { findFamily, peakMemoryMbOf, pin } from '../processes.ts';
import { askOver } from './ask-over.ts';
import { questions } from './catalogue.ts';
import { composeCatalogue } from './compose-catalogue.ts';
import { type Gateway, gateways } from './gateways.ts';
import { report, type Row } from './report.ts';

/** Each gateway over the same bare subgraphs, one after the other, on a processor of its own. */
export async function measureBare(machine: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-gateways-'));
  const port = await findFreePort();
  const subgraphs = await startProgram('bench/gateway/bare/subgraphs.ts', port, {});
  try {
    const supergraph = join(folder, 'supergraph.graphql');
    writeFileSync(supergraph, composeCatalogue(`http://127.0.0.1:${port}`));
    const rows: Row[] = [];
    for (const gateway of gateways) rows.push(...(await measure(gateway, supergraph)));
    return report(machine, rows, measureInProcess());
  } finally {
    await subgraphs.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure({ name, file, environment }: Gateway, supergraph: string): Promise<Row[]> {
  const port = await findFreePort();
  const program = await startProgram(file, port, { ...environment, SUPERGRAPH: supergraph });
  const { pid } = program;
  try {
    pin(findFamily(), 1);
    pin([pid], 0);
    const rows: Row[] = [];
    for (const question of questions)
      rows.push({
        ...{ gateway: name, question: question.name },
        ...(await askOver({ port, pid }, question)),
        peakMb: peakMemoryMbOf(pid),
      });
    return rows;
  } finally {
    await program.stop();
  }
}

/** Microseconds of processor time a request, by question. */
function measureInProcess(): ReadonlyMap<string, number> {
  const file = join(import.meta.dirname, 'in-process.ts');
  const printed = execFileSync('taskset', ['-c', '0', process.execPath, file], { encoding: 'utf8' });
  const figures: unknown = JSON.parse(printed);
  return new Map(
    Object.entries(figures ?? {}).flatMap(([name, us]) => (typeof us === 'number' ? [[name, us]] : [])),
  );
}
