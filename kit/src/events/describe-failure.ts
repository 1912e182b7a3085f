import { z } from 'zod';

const maxLineLength = 300;
const maxFrames = 12;

/**
 * What is kept of an error beside the event that caused it: a line for operators, then the frames.
 * Drivers put values of the event into their messages; those stay out.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `threw a ${typeof error}`;
  const cause = rootOf(error);
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [lineOf(cause), ...frames.slice(0, maxFrames)].join('\n');
}

/** The line for operators of what `describeFailure` made. */
export const firstLineOf = (description: string): string => description.split('\n', 1)[0] ?? '';

/** Drizzle says the whole statement with its values, and the server what was wrong with it. */
function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

function lineOf(error: Error): string {
  if (error instanceof z.ZodError) return `${error.name}: ${issuesOf(error)}`.slice(0, maxLineLength);
  const code = textOf(error, 'code');
  const isFromServer = textOf(error, 'severity') !== null;
  const [line = ''] = error.message.split('\n', 1);
  const message = isFromServer ? withoutValues(error, line) : line;
  return `${error.name}${code === null ? '' : ` ${code}`}: ${message}`.slice(0, maxLineLength);
}

/** Its message is JSON over many lines; what an issue says names kinds and keys, never what was there. */
function issuesOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`).join('; ');
}

/** PostgreSQL quotes names and values alike; its own fields say which are names. */
function withoutValues(error: Error, message: string): string {
  const fields = ['schema', 'table', 'column', 'constraint', 'dataType'];
  const names = new Set(fields.map((field) => textOf(error, field)));
  return message.replace(/"([^"]*)"/g, (quoted, text: string) => (names.has(text) ? quoted : '"…"'));
}

function textOf(error: Error, field: string): string | null {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : null;
}
