import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLSchema,
} from 'graphql';
import type { createBuilder } from './builder.ts';

const directives = [
  new GraphQLDirective({
    name: 'resume',
    description: 'The argument is a cursor: where a subscriber resumes, not what it subscribes to.',
    locations: [DirectiveLocation.ARGUMENT_DEFINITION],
  }),
  new GraphQLDirective({
    name: 'shared',
    description:
      'Equal subscriptions of different viewers may share one stream. `guard` is a query over the same arguments that must not answer null for a viewer to be let in, and to stay; `cursor` is the field of an event to resume after. `audience` says the same as `guard` of many at once: a query over those arguments and `$viewers: [ID!]!`, asked as the service, for the ids of those whom the guard would let in.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      guard: { type: new GraphQLNonNull(GraphQLString) },
      cursor: { type: new GraphQLNonNull(GraphQLString) },
      audience: { type: GraphQLString },
    },
  }),
  new GraphQLDirective({
    name: 'perViewer',
    description: 'The answer depends on who asks: never shared between viewers.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];

const subscriptionsLink = {
  name: 'link',
  args: { url: 'https://moim.dev/subscriptions/v1.0', import: ['@resume', '@shared', '@perViewer'] },
};

interface SchemaOptions {
  /** True when the subgraph marks subscriptions with @resume, @shared or @perViewer. */
  readonly hasSubscriptions: boolean;
}

/** A Federation 2.9 subgraph schema, sorted, so that its printed SDL compares line by line. */
export function toSubgraphSchema(
  builder: Pick<ReturnType<typeof createBuilder>, 'toSubGraphSchema'>,
  { hasSubscriptions }: SchemaOptions,
): GraphQLSchema {
  const linkUrl = 'https://specs.apollo.dev/federation/v2.9';
  if (!hasSubscriptions) return builder.toSubGraphSchema({ linkUrl });
  return builder.toSubGraphSchema({
    linkUrl,
    directives,
    composeDirectives: ['@resume', '@shared', '@perViewer'],
    extensions: { directives: [subscriptionsLink] },
  });
}
