import { builder } from './builder.ts';

const Viewer = builder.objectRef<{ id: string }>('Viewer').implement({
  description:
    'Who asks, and what only they may see. A field is null while the subgraph that answers for it is away.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "Equals the member's id." }),
  }),
});

// Any subgraph can say who asks, so that no subgraph has to be up for the answers of another.
builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    description: 'Who asks.',
    shareable: true,
    resolve: (_, __, { viewer }) => ({ id: viewer.memberId }),
  }),
);

builder.asEntity(Viewer, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { viewer }) => (id === viewer.memberId ? { id } : null),
});
