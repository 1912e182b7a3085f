import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

/** A subgraph sent an event that is larger than what is taken. The stream ends: the same would come again. */
export class EventTooLargeError extends SubgraphUnavailableError {
  constructor(subgraph: string, options: ErrorOptions = {}) {
    super(subgraph, { ...options, wasOpen: true });
    this.message = `"${subgraph}" sent an event that is larger than what is taken.`;
  }
}
