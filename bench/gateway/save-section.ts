import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const title = '# Gateway\n';
const mark = '\n## ';

/** Puts a section into the report in place of the one with its heading; the others stay as they were measured. */
export function saveSection(file: string, heading: string, section: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : title;
  const [, ...sections] = text.split(mark);
  const kept = sections.map((one) => one.trimEnd());
  const mine = `${heading}\n\n${section.trimEnd()}`;
  const place = kept.findIndex((one) => one.startsWith(`${heading}\n`));
  const all = place === -1 ? [mine, ...kept] : kept.with(place, mine);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, [title, ...all.map((one) => `${mark.slice(1)}${one}\n`)].join('\n'));
}
