import { z } from 'zod';
import { readConfiguration } from '../config/read-configuration.ts';
import { eventLogDays } from '../config/variables.ts';

const variables = z.object({ EVENT_LOG_DAYS: eventLogDays });
const dayMs = 24 * 60 * 60_000;

/**
 * How long an event stays in its log at least, in milliseconds.
 *
 * @throws {StartupError} for a number of days that makes no sense
 */
export function readRetention(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): number {
  return readConfiguration(variables, environment).EVENT_LOG_DAYS * dayMs;
}
