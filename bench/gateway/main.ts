import { join } from 'node:path';
import { installPeers } from '../../tests/conformance/peers.ts';
import { describeMachine } from '../machine.ts';
import { measureBare } from './bare/measure-bare.ts';
import { measureHouse } from './house/measure-house.ts';
import { readOptions } from './options.ts';
import { saveSection } from './save-section.ts';

const file = join(import.meta.dirname, '..', 'results', 'gateway.md');

/**
 * What a request costs our supergraph beside other gateways: over foreign subgraphs that cost next to nothing, so
 * that gateways do the same; with `--house` over our own graph, where ours does more than the others.
 */
async function main(): Promise<void> {
  installPeers();
  const machine = describeMachine();
  const options = readOptions(process.argv.slice(3));
  const heading = options.isHouse ? 'The whole house' : 'Gateways alone';
  const section = await (options.isHouse ? measureHouse : measureBare)(machine, options);
  if (!options.isPart) saveSection(file, heading, section);
  process.stdout.write(`\n${section}\n`);
}

await main();
