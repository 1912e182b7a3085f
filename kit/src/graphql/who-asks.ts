import type { ObjectRef } from '@pothos/core';
import type { createBuilder } from './builder.ts';
import type { BuilderTypes } from './builder-types.ts';
import type { OperationContext } from './operation-context.ts';

/** Of `Viewer`, in every subgraph that has a part of it. */
export const viewerDescription =
  'Who asks, and what only they may see. A field is null while the subgraph that answers for it is away.';

type TypesFor<Context extends object> = PothosSchemaTypes.ExtendDefaultTypes<BuilderTypes<Context>>;

/**
 * `me`, and the viewer as an entity that is nobody's but the viewer's own. Any subgraph can say who asks, so that no
 * subgraph has to be up for the answers of another.
 *
 * @param viewer - the subgraph's part of `Viewer`, of which nothing has to be read beforehand
 */
export function addWhoAsks<Context extends OperationContext>(
  builder: ReturnType<typeof createBuilder<Context>>,
  viewer: ObjectRef<TypesFor<Context>, { id: string }>,
): void {
  builder.queryField('me', (t) =>
    t.field({
      type: viewer,
      description: 'Who asks.',
      shareable: true,
      resolve: (_, __, context) => ({ id: context.viewer.memberId }),
    }),
  );
  builder.asEntity(viewer, {
    key: builder.selection<{ id: string }>('id'),
    resolveReference: ({ id }, context) => (id === context.viewer.memberId ? { id } : null),
  });
}
