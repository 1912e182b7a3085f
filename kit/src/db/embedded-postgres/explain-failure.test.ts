import { describe, expect, it } from 'vitest';
import { explainFailure } from './explain-failure.ts';

const explain = (output: string) => explainFailure(output, '/data/cluster', '/data/postgresql.log');

describe('the sentence for a database that does not start', () => {
  it.each([
    [
      'initdb: error: could not write to file: No space left on device',
      /disk that holds \/data\/cluster is full/,
    ],
    ['FATAL:  could not open file "x": Permission denied', /may not use \/data\/cluster/],
    ['FATAL:  database files are incompatible with server', /another version of PostgreSQL/],
    ['FATAL:  could not resize shared memory segment: No such file', /enlarge \/dev\/shm/],
  ])('%s', (output, sentence) => expect(explain(output)).toMatch(sentence));

  it('quotes the last fatal line when the reason is not a known one, and names the log', () => {
    const output = 'LOG:  starting\n2026-11-21 UTC [7] FATAL:  the moon is full\nLOG:  shut down';
    expect(explain(output)).toBe(
      'PostgreSQL did not start (the moon is full); /data/postgresql.log has the details.',
    );
  });
});
