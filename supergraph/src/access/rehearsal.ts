import { setFlagsFromString } from 'node:v8';
import { buildSchema } from 'graphql';
import { defaultLimits } from '../limits/operation-limits.ts';
import { Admission } from './admit-operation.ts';

/** Milliseconds between two documents: whoever asks meanwhile waits for one at most. */
const everyMs = 40;
/** Of all of them. After so many the code that reads them is compiled. */
const rounds = 12;

export const rehearsedSchema = buildSchema(`
  type Query { me: Viewer people(first: Int, id: ID): [Member!] }
  type Viewer { id: ID! member: Member }
  type Member { id: ID! name: String! viewer: Viewer }
`);

const times = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');

/** About as often as one may be repeated in three places. */
const manyOf = (field: string): string => times(80, () => field);

/** Each is refused at another place on the way in, and is about as large as may come that far. */
export const refusable: readonly string[] = [
  `{ me { ${times(1_900, (at) => `x${at}`)} } }`,
  `{ a { ${times(900, (at) => `x${at}`)} } }`,
  `{ me { ${manyOf('id')} member { ${manyOf('name')} viewer { ${manyOf('id')} } } } people(nothing: 1) { id } }`,
  `{ ${times(1_900, () => 'me')} }`,
  `{ me { ${times(400, () => 'member { id }')} } }`,
  `{ me { ...F0 } } ${times(180, (at) => `fragment F${at} on Viewer { id ...F${at + 1} }`)} fragment F180 on Viewer { id }`,
  `{ ...A } fragment A on Query { me { id } ...B } fragment B on Query { me { id } ...A }`,
  times(300, (at) => `query Q${at} { me { id } }`),
  `{ me { id ${times(11, () => '@include(if: true)')} } }`,
  `{ people(first: "many", id: "${'x'.repeat(20_000)}") { nothing } }`,
  `{ me { ${'member { viewer { '.repeat(20)} id ${'} }'.repeat(20)} } }`,
];

/**
 * Refuses what has to be refused a few times before anybody sends it: code that has never run takes ten times as long,
 * and everybody waits. It is not forgotten again, which costs some megabytes.
 *
 * @param later - runs something after so many milliseconds
 * @returns how to stop
 */
export function rehearse(later: (run: () => void, ms: number) => void = runLater): () => void {
  setFlagsFromString('--no-flush-bytecode');
  const admission = new Admission({
    schema: rehearsedSchema,
    limits: defaultLimits,
    hidesSchemaFromAnonymous: true,
  });
  let left = rounds * refusable.length;
  const goOn = (): void => {
    if (left <= 0) return;
    left -= 1;
    refuse(admission, `${refusable[left % refusable.length]} #${left}`);
    later(goOn, everyMs);
  };
  later(goOn, everyMs);
  return () => void (left = 0);
}

const runLater = (run: () => void, ms: number): void => void setTimeout(run, ms).unref();

/** What comes of it is of no interest, and must not hurt. */
function refuse(admission: Admission, query: string): void {
  try {
    admission.tokensOf(query);
    admission.admit({ query, operationName: undefined, variables: {} }, false);
  } catch {
    return;
  }
}
