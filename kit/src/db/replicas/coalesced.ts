/**
 * Joins calls that wait for the same question: who comes while one is being asked gets the next one,
 * so that every answer was asked for after its caller came.
 */
export function coalesced<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<Answer> | undefined;
  let next: Promise<Answer> | undefined;
  const run = (): Promise<Answer> => {
    next = undefined;
    running = ask().finally(() => (running = undefined));
    return running;
  };
  return () => {
    if (!running) return run();
    next ??= running.then(run, run);
    return next;
  };
}
