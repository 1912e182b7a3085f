import { parse, parseType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parsePrimary, toUpstreamOperation } from './upstream-operation.ts';

const shape = { resume: { argument: 'after', type: parseType('Int') }, cursorField: 'seq' };
const rewrite = (primary: string, how = shape) => toUpstreamOperation(parsePrimary(primary), how);
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

describe('toUpstreamOperation', () => {
  it('makes equal what differs only in name and cursor', () => {
    const written = [
      'subscription A($r: ID!, $a: Int) { events(roomId: $r, after: $a) { text } }',
      'subscription B($r: ID!) { events(after: 7, roomId: $r) { text } }',
      'subscription C($r: ID!) { events(roomId: $r) { text } }',
    ];
    const queries = written.map((query) => rewrite(query).query);
    expect(new Set(queries).size).toBe(1);
    expect(oneLine(queries[0] ?? '')).toBe(
      'subscription ($r: ID!, $resumeAfter_: Int) { events(roomId: $r, after: $resumeAfter_) { cursor_: seq text } }',
    );
  });

  it('says where the cursor goes in, where it comes out, and which variables are left', () => {
    const operation = rewrite(
      'subscription ($r: ID!, $a: Int) { e: events(roomId: $r, after: $a) { text } }',
    );
    expect(operation.resumeVariable).toBe('resumeAfter_');
    expect(operation.cursorPath).toEqual(['e', 'cursor_']);
    expect(operation.variableNames).toEqual(['r']);
  });

  it('stays clear of the names that the client chose', () => {
    const { query, resumeVariable, cursorPath } = rewrite(
      'subscription ($resumeAfter_: ID!) { events(roomId: $resumeAfter_) { cursor_: text } }',
    );
    expect(resumeVariable).toBe('resumeAfter__');
    expect(cursorPath).toEqual(['events', 'cursor__']);
    expect(() => parse(query)).not.toThrow();
  });

  it('writes out the fragments that the planner kept, also those within fragments', () => {
    const { query } = rewrite(
      'subscription { events { ...E } } fragment E on Event { text ...S } fragment S on Event { sender { id } }',
    );
    expect(oneLine(query)).toBe(
      'subscription ($resumeAfter_: Int) { events(after: $resumeAfter_) { cursor_: seq ... on Event { text ... on Event { sender { id } } } } }',
    );
  });

  it('writes out the fragments that the planner kept', () => {
    const { query } = rewrite(
      `subscription { events { a { ...F } b { ...F ...G } } }
       fragment F on T { x ...G } fragment G on T { y }`,
    );
    expect(query).not.toMatch(/\.\.\.[A-Z]|fragment/);
    expect(oneLine(query)).toContain('a { ... on T { x ... on T { y } } }');
  });

  it('leaves alone what cannot resume', () => {
    const operation = rewrite('subscription ($r: ID!) { ticks(roomId: $r) }', {
      ...shape,
      cursorField: 'seq',
    });
    expect(operation).toMatchObject({ resumeVariable: null, cursorPath: null, variableNames: ['r'] });
  });
});
