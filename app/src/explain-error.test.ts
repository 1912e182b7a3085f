import { StartupError } from '@moim/kit/config/startup-error.ts';
import { describe, expect, it } from 'vitest';
import { explainError } from './explain-error.ts';

const systemError = (code: string, path?: string) =>
  Object.assign(new Error(code), { code, ...(path && { path }) });

describe('the sentence at the terminal', () => {
  it.each([
    [systemError('EACCES', '/srv/moim/logs'), 'There is no right to write to /srv/moim/logs'],
    [systemError('ENOSPC'), 'The disk that holds /data is full'],
    [systemError('EROFS', '/srv/x'), '/srv/x is on a read-only disk'],
    [systemError('53100'), 'The disk that holds the database is full'],
    [
      new Error('the migration failed', { cause: systemError('53100') }),
      'The disk that holds the database is full',
    ],
    [new StartupError('PORT is wrong.'), 'PORT is wrong.'],
  ])('for %s', (error, sentence) => {
    expect(explainError(error, '/data')).toContain(sentence);
  });

  it('is missing for a defect, whose stack belongs in the log', () => {
    expect(explainError(new TypeError('x is not a function'), '/data')).toBeNull();
  });
});
