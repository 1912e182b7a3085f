import { describe, expect, it } from 'vitest';
import { add, closingLine, judge, tallyPlaywright, tallyVitest } from './tally.ts';

describe('tallyVitest', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [],
  };

  it('counts a test to be written as skipped', () => {
    expect(tallyVitest(JSON.stringify(report))).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [] },
    ];
    expect(tallyVitest(JSON.stringify({ ...report, testResults })).failed).toBe(2);
  });
});

describe('tallyPlaywright', () => {
  it('counts a test that passed only when repeated as failed', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 3 };
    expect(tallyPlaywright(JSON.stringify({ stats }))).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });
});

describe('judge', () => {
  const green = { passed: 2, failed: 0, skipped: 0 };

  it.each([
    ['all is well', green, { isOk: true, maySkip: false }, green],
    ['the runner crashed', green, { isOk: false, maySkip: true }, { ...green, failed: 1 }],
    ['tests failed', { ...green, failed: 2 }, { isOk: false, maySkip: true }, { ...green, failed: 2 }],
    [
      'no test was found',
      { passed: 0, failed: 0, skipped: 0 },
      { isOk: true, maySkip: true },
      { passed: 0, failed: 1, skipped: 0 },
    ],
    ['a skip is allowed', { ...green, skipped: 1 }, { isOk: true, maySkip: true }, { ...green, skipped: 1 }],
    [
      'a skip is not allowed',
      { ...green, skipped: 1 },
      { isOk: true, maySkip: false },
      { ...green, failed: 1 },
    ],
  ])('when %s', (_, tally, end, judged) => {
    expect(judge(tally, end)).toEqual(judged);
  });
});

describe('closingLine', () => {
  it.each([
    [{ passed: 12, failed: 0, skipped: 0 }, '12 passed, 0 failed'],
    [{ passed: 12, failed: 1, skipped: 2 }, '12 passed, 1 failed, 2 skipped'],
  ])('sums %o', (tally, line) => {
    expect(closingLine(add(tally, { passed: 0, failed: 0, skipped: 0 }))).toBe(line);
  });
});
