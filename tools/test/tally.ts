import { z } from 'zod';

/** How the tests of one runner, or of all, ended. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 };

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** Files that failed before or outside their tests, e.g. on import. */
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** @param json - what vitest's json reporter wrote */
export function tallyVitest(json: string): Tally {
  const report = vitestReport.parse(JSON.parse(json));
  const unreadable = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unreadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * A test that passed only when repeated has failed: the next user will not be asked to repeat.
 *
 * @param json - what Playwright's json reporter wrote
 */
export function tallyPlaywright(json: string): Tally {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(JSON.parse(json)).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * What a runner's end means. A runner that ended badly with every test green (a crash, a timeout,
 * an error outside the tests), or that found no test at all, counts as one failure; so does each
 * skipped test where nothing may be skipped.
 */
export function judge(tally: Tally, { isOk, maySkip }: { isOk: boolean; maySkip: boolean }): Tally {
  const { passed, failed, skipped } = tally;
  if (!maySkip && skipped > 0)
    return judge({ passed, failed: failed + skipped, skipped: 0 }, { isOk, maySkip });
  const isEmpty = passed + failed + skipped === 0;
  return failed === 0 && (!isOk || isEmpty) ? { ...tally, failed: 1 } : tally;
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
