import { describe, expect, it } from 'vitest';
import { labelWidthPx } from './marker-label.ts';

describe('the width of a label', () => {
  it.each([
    ['', 8],
    ['Busan', 8 + 5 * 7],
    ['부산', 8 + 2 * 12.5],
    ['부산 +1', 8 + 2 * 12.5 + 3 * 7],
    ['Köln', 8 + 3 * 7 + 12.5],
  ])('%j: %d px', (text, px) => {
    expect(labelWidthPx(text)).toBe(px);
  });
});
