import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../machine.ts';
import { attacks } from './attacks.ts';
import { measure } from './measure.ts';
import { startProduct } from './product.ts';
import { report } from './report.ts';
import { type Part, partShape } from './row.ts';

/**
 * `npm run bench -- hostile`: how long refusals take, and what they cost those who ask something ordinary.
 *
 * `--part 2/4 --out file` measures a quarter of the attacks; `file file …` writes the table of such parts.
 * `--only 'words|other words'` takes those whose name has one of them; `--profile file` keeps the processor's profile of them.
 */
const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    part: { type: 'string', default: '1/1' },
    out: { type: 'string' },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
  },
});

async function measurePart(): Promise<Part> {
  const [part = 1, parts = 1] = values.part.split('/').map(Number);
  const chosen = attacks
    .filter(({ name }) => values.only.split('|').some((words) => name.includes(words)))
    .filter((_, index) => index % parts === part - 1);
  const machine = describeMachine();
  const product = await startProduct();
  try {
    if (values.profile === undefined) return { machine, rows: await measure(product, chosen) };
    let rows: Part['rows'] = [];
    const profile = await product.profiling(async () => {
      rows = await measure(product, chosen);
    });
    writeFileSync(values.profile, JSON.stringify(profile));
    return { machine, rows };
  } finally {
    await product.close();
  }
}

const readPart = (file: string): Part => partShape.parse(JSON.parse(readFileSync(file, 'utf8')));

const parts = positionals.length > 0 ? positionals.map(readPart) : [await measurePart()];
const text = report(parts);
process.stdout.write(`\n${text}`);
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(parts[0]));
else if (values.only === '') {
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hostile.md'), text);
}
