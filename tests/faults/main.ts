import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `npm run faults -- <name>`: each scenario that is run by hand is a folder with a `main.ts`. */
const here = import.meta.dirname;
const scenarios = readdirSync(here).filter((name) => existsSync(join(here, name, 'main.ts')));
const [, , wanted] = process.argv;

if (wanted === undefined || !scenarios.includes(wanted)) {
  process.stderr.write(`Usage: npm run faults -- <${scenarios.join(' | ')}>\n`);
  process.exit(1);
}
await import(pathToFileURL(join(here, wanted, 'main.ts')).href);
