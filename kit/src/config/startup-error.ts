/**
 * Why the program cannot start, in one sentence for the person at the terminal: what is wrong and
 * what to do. Printed without a stack; the exit code is 1.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
