import { type ExecutionResult, parse } from 'graphql';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { HostedSubgraph } from '../server/host.ts';

interface Stage {
  readonly host: Pick<HostedSubgraph, 'subscribe'>;
}

/** A subscriber that reads when the test says so. */
export class LiveReader {
  readonly #results: AsyncGenerator<ExecutionResult, void, void>;

  private constructor(results: AsyncGenerator<ExecutionResult, void, void>) {
    this.#results = results;
  }

  /** Answers the refusal instead of a reader when there is no stream. */
  static async open(stage: Stage, identity: OperationIdentity, query: string) {
    const opened = await stage.host.subscribe({ document: parse(query), identity });
    return Symbol.asyncIterator in opened ? new LiveReader(opened) : opened;
  }

  /** @throws {Error} when there is no stream */
  static async get(stage: Stage, identity: OperationIdentity, query: string): Promise<LiveReader> {
    const opened = await LiveReader.open(stage, identity, query);
    if (opened instanceof LiveReader) return opened;
    throw new Error(JSON.stringify(opened.errors));
  }

  /** Null when the stream has ended. */
  async next(): Promise<ExecutionResult | null> {
    const { value, done } = await this.#results.next();
    return done ? null : value;
  }

  async take(count: number): Promise<ExecutionResult[]> {
    const results: ExecutionResult[] = [];
    while (results.length < count) {
      const result = await this.next();
      if (!result) return results;
      results.push(result);
    }
    return results;
  }

  async stop(): Promise<void> {
    await this.#results.return();
  }
}
