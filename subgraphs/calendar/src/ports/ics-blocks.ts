/** One component of a file, as its unfolded lines. */
export interface IcsBlock {
  /** Lower case, e.g. `vevent`. */
  readonly name: string;
  /** 1-based line of the file where it begins. */
  readonly line: number;
  readonly lines: readonly string[];
  /** False when its END is missing. */
  readonly isWhole: boolean;
}

export interface IcsBlocks {
  /** Direct children of all calendars of the file. */
  readonly blocks: readonly IcsBlock[];
  /** Properties of the calendars themselves by upper-case name; the first of each. */
  readonly properties: ReadonlyMap<string, string>;
}

interface Line {
  readonly text: string;
  readonly number: number;
}

/**
 * Splits a file into its components without trusting any of them: what is broken in one cannot
 * reach the next.
 */
export function splitIcs(text: string): IcsBlocks {
  const blocks: IcsBlock[] = [];
  const properties = new Map<string, string>();
  let open: { name: string; line: number; lines: string[]; depth: number } | null = null;
  const close = (isWhole: boolean) => {
    if (open) blocks.push({ name: open.name, line: open.line, lines: open.lines, isWhole });
    open = null;
  };
  for (const { text: line, number } of unfold(text)) {
    const [, edge, raw = ''] = /^(BEGIN|END)\s*:\s*([\w-]+)\s*$/i.exec(line) ?? [];
    const name = raw.toLowerCase();
    if (edge && name === 'vcalendar') close(false);
    else if (/^begin$/i.test(edge ?? '') && (!open || isTop(name))) {
      close(false);
      open = { name, line: number, lines: [line], depth: 1 };
    } else if (open) {
      open.lines.push(line);
      if (edge) open.depth += /^begin$/i.test(edge) ? 1 : -1;
      if (edge && (open.depth === 0 || name === open.name)) close(true);
    } else if (!edge) addProperty(properties, line);
  }
  close(false);
  return { blocks, properties };
}

const isTop = (name: string): boolean =>
  ['vevent', 'vtodo', 'vjournal', 'vfreebusy', 'vtimezone'].includes(name);

function addProperty(properties: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([\w-]+)[^:]*:(.*)$/.exec(line) ?? [];
  if (name !== '' && !properties.has(name.toUpperCase())) properties.set(name.toUpperCase(), value.trim());
}

/** RFC 5545 section 3.1: a line that begins with a blank goes on with the one before. */
function* unfold(text: string): Generator<Line> {
  let current: { text: string; number: number } | null = null;
  let number = 0;
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    number += 1;
    if (current && /^[ \t]/.test(raw)) current.text += raw.slice(1);
    else {
      if (current && current.text.trim() !== '') yield current;
      current = { text: raw, number };
    }
  }
  if (current && current.text.trim() !== '') yield current;
}
