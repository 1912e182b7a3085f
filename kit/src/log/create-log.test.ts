import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createLogTo } from './create-log.ts';
import { withRequestFields } from './request-fields.ts';

/** What one call writes, parsed. */
function written(log: (logger: ReturnType<typeof createLogTo>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  log(createLogTo({ write: (line) => void lines.push(line) }, 'info', 'moim'));
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

describe('a log', () => {
  it('writes one JSON object a line, with who, when and the request', () => {
    const [line] = written((log) => log.child({ requestId: 'r-1' }).info({ rows: 3 }, 'read'));
    expect(line).toMatchObject({ name: 'moim', msg: 'read', rows: 3, requestId: 'r-1' });
    expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('says of which request and operation a line is, without being told', () => {
    const [inside, outside] = written((log) => {
      withRequestFields({ requestId: 'r-2', operation: 'SendMessage' }, () => log.warn('slow'));
      log.warn('idle');
    });
    expect(inside).toMatchObject({ requestId: 'r-2', operation: 'SendMessage' });
    expect(outside).not.toHaveProperty('requestId');
  });

  it.each([
    [{ password: 'hunter2' }],
    [{ input: { password: 'hunter2' } }],
    [{ headers: { authorization: 'Bearer hunter2' } }],
    [{ request: { headers: { cookie: 'refresh=hunter2', 'x-moim-internal': 'hunter2' } } }],
    [{ body: { accessToken: 'hunter2', refreshToken: 'hunter2' } }],
    [{ response: { headers: { 'set-cookie': ['hunter2'] } } }],
  ])('never writes a secret: %j', (fields) => {
    const [line] = written((log) => log.warn(fields, 'seen'));
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(JSON.stringify(line)).toContain('[redacted]');
  });

  it('says of a failed statement what and why, but none of its values', () => {
    const refused = Object.assign(new Error('duplicate key'), {
      ...{ code: '23505', constraint: 'members_handle', detail: 'Key (handle)=(hunter2) already exists.' },
    });
    const params = ['hunter2'];
    const failed = new DrizzleQueryError('insert into members values ($1)', params, refused);
    const [line] = written((log) => log.error({ err: failed }, 'request failed'));
    expect(JSON.stringify(line)).not.toContain('hunter2');
    expect(line?.['err']).toMatchObject({
      ...{ message: 'Failed query', query: 'insert into members values ($1)' },
      cause: { message: 'duplicate key', code: '23505', constraint: 'members_handle' },
    });
  });

  it('leaves out what is below its level', () => {
    expect(written((log) => log.debug('detail'))).toEqual([]);
  });
});
