import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An error that is already what the client will read, for libraries that serialise GraphQLErrors. */
export class PublicGraphQLError extends GraphQLError {
  readonly formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message, { extensions: formatted.extensions ?? null, path: formatted.path ?? null });
    this.formatted = formatted;
  }

  override toJSON(): GraphQLFormattedError {
    return this.formatted;
  }
}
