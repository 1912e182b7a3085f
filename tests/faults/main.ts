import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { playScenarios } from './scenarios/play-scenarios.ts';

/**
 * `npm run faults`: every scenario with three seeds. `npm run faults -- <name>`: one of them, or a program
 * of its own, which is a folder with a `main.ts`.
 */
const here = import.meta.dirname;
const ownPrograms = readdirSync(here).filter((name) => existsSync(join(here, name, 'main.ts')));
const [, , wanted] = process.argv;

if (wanted !== undefined && ownPrograms.includes(wanted))
  await import(pathToFileURL(join(here, wanted, 'main.ts')).href);
else await playScenarios(process.argv.slice(2));
