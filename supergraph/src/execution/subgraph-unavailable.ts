import { DomainError } from '@moim/kit/errors/domain-error.ts';

/** The subgraph did not answer in time or at all. Names it, never its address. */
export class SubgraphUnavailableError extends DomainError {
  readonly subgraph: string;
  /** True when the stream had been open: it can be resumed, and nobody needs to be told. */
  readonly wasOpen: boolean;

  constructor(subgraph: string, options: ErrorOptions & { readonly wasOpen?: boolean } = {}) {
    super('SUBGRAPH_UNAVAILABLE', `"${subgraph}" does not answer right now; the rest works.`, options);
    this.subgraph = subgraph;
    this.wasOpen = options.wasOpen ?? false;
  }
}
