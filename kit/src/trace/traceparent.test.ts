import { ROOT_CONTEXT } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { continueTrace, traceparentOf } from './traceparent.ts';

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a traceparent', () => {
  it('is continued as it was told', () => {
    expect(traceparentOf(continueTrace(traceparent))).toBe(traceparent);
  });

  it('of a later version is continued as far as we know it', () => {
    expect(traceparentOf(continueTrace(`cc${traceparent.slice(2)}-what-comes-later`))).toBe(traceparent);
  });

  it.each([
    ['nothing', undefined],
    ['another type', 7],
    ['text', 'hello'],
    ['the forbidden version', `ff${traceparent.slice(2)}`],
    ['upper case', traceparent.toUpperCase()],
    ['the empty trace', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['the empty span', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
    ['more than anybody needs', `${traceparent}-${'x'.repeat(200)}`],
    ['a second header glued to it', `${traceparent}, ${traceparent}`],
  ])('that is %s is none', (_, told) => {
    expect(continueTrace(told)).toBe(ROOT_CONTEXT);
  });
});
