import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const title = '# Gateway\n';
const mark = '\n## ';

/** Puts a section into the report in place of the one with its heading; the others stay as they were measured. */
export function saveSection(file: string, heading: string, section: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : title;
  const [, ...sections] = text.split(mark);
  const others = sections.map((one) => one.trimEnd()).filter((one) => !one.startsWith(`${heading}\n`));
  const mine = `${heading}\n\n${section.trimEnd()}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, [title, ...[mine, ...others].map((one) => `${mark.slice(1)}${one}\n`)].join('\n'));
}
