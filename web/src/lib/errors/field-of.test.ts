import { describe, expect, it } from 'vitest';
import { fieldOf } from './field-of.ts';

const fields = ['title', 'attendeeIds', 'recurrenceRule'] as const;

describe('the input that a refusal is about', () => {
  it.each([
    ['input.title', 'title'],
    ['title', 'title'],
    ['input.attendeeIds.3', 'attendeeIds'],
    ['input.subtitle', null],
    ['input.id', null],
    ['', null],
    [null, null],
  ])('of %s is %s', (path, field) => {
    expect(fieldOf(path, fields)).toBe(field);
  });
});
