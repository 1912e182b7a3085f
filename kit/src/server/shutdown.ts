/** One step of a stop, run in order; each is given its own time and may fail without stopping the rest. */
export interface StopStep {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

interface ShutdownOptions {
  readonly steps: readonly StopStep[];
  /** Milliseconds until the process is ended regardless. */
  readonly hardLimitMs: number;
  readonly onError: (step: string, error: unknown) => void;
}

/** Runs the steps once, however often it is called. */
export function createShutdown({ steps, hardLimitMs, onError }: ShutdownOptions): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= runSteps(steps, hardLimitMs, onError));
}

async function runSteps(
  steps: readonly StopStep[],
  hardLimitMs: number,
  onError: (step: string, error: unknown) => void,
): Promise<void> {
  const hardStop = setTimeout(() => process.exit(1), hardLimitMs);
  for (const { name, stop } of steps) await stop().catch((error: unknown) => onError(name, error));
  clearTimeout(hardStop);
}

/** The process's only owner of SIGINT and SIGTERM: the first stops in order, the second at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    void stop().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
