/** What a log line says of an error: chosen fields only, because drivers attach values to theirs. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Of the system or of PostgreSQL. */
  readonly code?: string | undefined;
  readonly constraint?: string | undefined;
  /** The statement, its values as placeholders. */
  readonly query?: string | undefined;
  readonly cause?: DescribedError | undefined;
}

/** Values of a failed statement (hashes, texts, addresses) stay out of the log. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const query = textOf(error, 'query');
  const message = query === undefined ? error.message : 'Failed query';
  return {
    type: error.name,
    message,
    stack: error.stack?.replace(error.message, () => message),
    query,
    code: textOf(error, 'code'),
    constraint: textOf(error, 'constraint'),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

function textOf(error: Error, field: string): string | undefined {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : undefined;
}
