import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startProgram } from '../../../tests/e2e/program.ts';
import { findFamily, peakMemoryMbOf, pin } from '../processes.ts';
import { isWanted, type BenchOptions } from '../options.ts';
import { askOver, durations } from './ask-over.ts';
import { questions, trivial } from './catalogue.ts';
import { composeCatalogue } from './compose-catalogue.ts';
import { type Gateway, gateways } from './gateways.ts';
import { report, type Row } from './report.ts';

/** Each gateway over the same bare subgraphs, one after the other, on a processor of its own. */
export async function measureBare(machine: string, options: BenchOptions): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-gateways-'));
  const port = await findFreePort();
  const subgraphs = await startProgram('bench/gateway/bare/subgraphs.ts', port, {});
  try {
    const supergraph = join(folder, 'supergraph.graphql');
    const origin = `http://127.0.0.1:${port}`;
    writeFileSync(supergraph, composeCatalogue(origin));
    const rows: Row[] = [];
    for (const gateway of gateways.filter(({ name }) => isWanted(name, options.gateways)))
      rows.push(...(await measure(gateway, { supergraph, origin, options })));
    return report(machine, rows, options.isPart ? new Map() : measureInProcess());
  } finally {
    await subgraphs.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Measuring {
  /** The file. */
  readonly supergraph: string;
  /** Of the subgraphs. */
  readonly origin: string;
  readonly options: BenchOptions;
}

async function measure(
  { name, file, environment, isFederation1 = false }: Gateway,
  { supergraph, origin, options }: Measuring,
): Promise<Row[]> {
  const port = await findFreePort();
  const graph = isFederation1 ? { SUBGRAPH_USERS: `${origin}/v1/users` } : { SUPERGRAPH: supergraph };
  const program = await startProgram(file, port, { ...environment, ...graph });
  const measureMs = options.seconds === null ? durations.measureMs : options.seconds * 1_000;
  const { pid } = program;
  try {
    pin(findFamily(), 1);
    pin([pid], 0);
    const rows: Row[] = [];
    const asked = isFederation1 ? [trivial] : questions;
    for (const question of asked.filter((one) => isWanted(one.name, options.questions)))
      rows.push({
        ...{ gateway: name, question: question.name },
        ...(await askOver({ port, pid }, question, { ...durations, measureMs })),
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
