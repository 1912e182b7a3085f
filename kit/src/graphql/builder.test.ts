import { printSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, NotFoundError } from '../errors/domain-error.ts';
import { createBuilder } from './builder.ts';
import { toSubgraphSchema } from './subgraph-schema.ts';

interface Context {
  readonly loads: string[][];
}

function buildSchema() {
  const builder = createBuilder<Context>();
  const Member = builder
    .externalRef('Member', builder.keyDirective(builder.selection<{ id: string }>('id'), false))
    .implement({ externalFields: (t) => ({ id: t.id() }) });
  const Note = builder.loadableObject('Note', {
    description: 'A note.',
    load: (ids: string[], { loads }: Context) => {
      loads.push(ids);
      return Promise.resolve(ids.filter((id) => id !== 'gone').map((id) => ({ id, author: 'm1' })));
    },
    toKey: (note) => note.id,
    sort: true,
    fields: (t) => ({
      id: t.exposeID('id'),
      author: t.field({ type: Member, resolve: ({ author }) => ({ id: author }) }),
    }),
  });
  builder.asEntity(Note, {
    key: builder.selection<{ id: string }>('id'),
    resolveReference: ({ id }, context) => Note.getDataloader(context).load(id),
  });
  builder.queryType({
    fields: (t) => ({
      at: t.field({ type: 'DateTime', resolve: () => new Date(0) }),
      notes: t.connection({
        type: Note,
        resolve: () => ({
          edges: [{ cursor: 'c', node: 'n1' }],
          pageInfo: { hasNextPage: false, hasPreviousPage: false },
        }),
      }),
    }),
  });
  const Payload = builder.objectRef<{ id: string }>('WritePayload').implement({
    fields: (t) => ({ note: t.field({ type: Note, resolve: ({ id }) => id }) }),
  });
  builder.mutationType({
    fields: (t) => ({
      write: t.field({
        type: Payload,
        args: { text: t.arg.string({ required: true }) },
        errors: { types: [InvalidInputError, NotFoundError], union: { name: 'WriteResult' } },
        resolve: (_, { text }) => {
          if (text === '') throw new InvalidInputError('text', 'Write something.');
          return { id: 'n1' };
        },
      }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      written: t.field({
        type: Note,
        directives: { shared: { guard: '{ at }', cursor: 'seq' } },
        args: { afterSeq: t.arg.int({ directives: { resume: {} } }) },
        subscribe: async function* () {
          yield await Promise.resolve('n1');
        },
        resolve: (id) => id,
      }),
    }),
  });
  return toSubgraphSchema(builder, { hasSubscriptions: true });
}

describe('the shared builder', () => {
  const schema = buildSchema();
  it('prints federation links, cursors and sharing for composition', () => {
    expect(printSubgraphSchema(schema)).toMatchInlineSnapshot(`
      "extend schema
        @link(url: "https://moim.dev/subscriptions/v1.0", import: ["@resume", "@shared", "@perViewer"])
        @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@extends", "@external", "@key", "@shareable", "@composeDirective"])
        @composeDirective(name: "@resume")
        @composeDirective(name: "@shared")
        @composeDirective(name: "@perViewer")

      """The answer depends on who asks: never shared between viewers."""
      directive @perViewer on FIELD_DEFINITION

      """
      The argument is a cursor: where a subscriber resumes, not what it subscribes to.
      """
      directive @resume on ARGUMENT_DEFINITION

      """
      Equal subscriptions of different viewers may share one stream. \`guard\` is a query over the same arguments that must not answer null for a viewer to be let in, and to stay; \`cursor\` is the field of an event to resume after. \`audience\` says the same as \`guard\` of many at once: a query over those arguments and \`$viewers: [ID!]!\`, asked as the service, for the ids of those whom the guard would let in.
      """
      directive @shared(audience: String, cursor: String!, guard: String!) on FIELD_DEFINITION

      """The request contradicts what is stored. Nothing was changed."""
      type Conflict implements UserError
        @shareable
      {
        """Stable; one of the documented list of codes."""
        code: String!

        """
        English, for developers and logs. Applications word their own by \`code\` and \`field\`.
        """
        message: String!

        """
        Path in the arguments of what is at fault, e.g. \`input.text\`; null where no single value is.
        """
        field: String
      }

      """
      A day of the calendar, without a time or zone: RFC 3339 full-date. Example: \`2026-11-21\`.
      """
      scalar Date

      """
      An instant: RFC 3339 with offset, milliseconds, answered in UTC. Example: \`2026-11-21T09:00:00.000Z\`.
      """
      scalar DateTime

      """The viewer may see this, but may not do this to it."""
      type Forbidden implements UserError
        @shareable
      {
        """Stable; one of the documented list of codes."""
        code: String!

        """
        English, for developers and logs. Applications word their own by \`code\` and \`field\`.
        """
        message: String!

        """
        Path in the arguments of what is at fault, e.g. \`input.text\`; null where no single value is.
        """
        field: String
      }

      """A value breaks a rule. Nothing was changed."""
      type InvalidInput implements UserError
        @shareable
      {
        """Stable; one of the documented list of codes."""
        code: String!

        """
        English, for developers and logs. Applications word their own by \`code\` and \`field\`.
        """
        message: String!

        """Path of the value in the arguments, e.g. \`input.text\`."""
        field: String!
      }

      type Member
        @key(fields: "id", resolvable: false)
        @extends
      {
        id: ID! @external
      }

      type Mutation {
        write(text: String!): WriteResult!
      }

      """
      Nothing with this id exists for the viewer; unknown and forbidden ids answer alike.
      """
      type NotFound implements UserError
        @shareable
      {
        """Stable; one of the documented list of codes."""
        code: String!

        """
        English, for developers and logs. Applications word their own by \`code\` and \`field\`.
        """
        message: String!

        """
        Path in the arguments of what is at fault, e.g. \`input.text\`; null where no single value is.
        """
        field: String
      }

      """A note."""
      type Note
        @key(fields: "id")
      {
        id: ID!
        author: Member!
      }

      """Where a page stands in the whole list."""
      type PageInfo
        @shareable
      {
        """More follows after this page."""
        hasNextPage: Boolean!

        """More comes before this page."""
        hasPreviousPage: Boolean!

        """Cursor of the first edge; null on an empty page."""
        startCursor: String

        """Cursor of the last edge; null on an empty page."""
        endCursor: String
      }

      type Query {
        at: DateTime!
        notes(
          """The page ends before this cursor."""
          before: String

          """The page starts after this cursor."""
          after: String

          """Length of the page, counted from the start: 1 to 100."""
          first: Int

          """Length of the page, counted from the end: 1 to 100."""
          last: Int
        ): QueryNotesConnection!
      }

      """A page of a list."""
      type QueryNotesConnection {
        """Where this page stands in the whole list."""
        pageInfo: PageInfo!

        """The page, in the order of the list."""
        edges: [QueryNotesConnectionEdge!]!
      }

      """A place in a list."""
      type QueryNotesConnectionEdge {
        """What stands at this place of the list."""
        node: Note!

        """Opaque place in the list, for \`after\` and \`before\`."""
        cursor: String!
      }

      type Subscription {
        written(afterSeq: Int @resume): Note! @shared(guard: "{ at }", cursor: "seq")
      }

      """A failure that the user can understand and act on."""
      interface UserError {
        """Stable; one of the documented list of codes."""
        code: String!

        """
        English, for developers and logs. Applications word their own by \`code\` and \`field\`.
        """
        message: String!

        """
        Path in the arguments of what is at fault, e.g. \`input.text\`; null where no single value is.
        """
        field: String
      }

      type WritePayload {
        note: Note!
      }

      union WriteResult = InvalidInput | NotFound | WritePayload"
    `);
  });

  it('answers a broken rule as a member of the result union', async () => {
    const document = parse(
      'mutation { write(text: "") { __typename ... on UserError { code message } ... on InvalidInput { field } } }',
    );
    expect(await execute({ schema, document, contextValue: { loads: [] } })).toMatchInlineSnapshot(`
      {
        "data": {
          "write": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "text",
            "message": "Write something.",
          },
        },
      }
    `);
  });

  it('loads the representations of a batch at once; an unknown one is null', async () => {
    const contextValue: Context = { loads: [] };
    const document = parse(
      '{ _entities(representations: [{__typename:"Note",id:"a"},{__typename:"Note",id:"gone"},{__typename:"Note",id:"b"}]) { ... on Note { id } } }',
    );
    expect(await execute({ schema, document, contextValue })).toMatchInlineSnapshot(`
      {
        "data": {
          "_entities": [
            {
              "id": "a",
            },
            null,
            {
              "id": "b",
            },
          ],
        },
      }
    `);
    expect(contextValue.loads).toEqual([['a', 'gone', 'b']]);
  });
});
