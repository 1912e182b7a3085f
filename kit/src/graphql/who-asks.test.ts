import { execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Viewer } from '../auth/viewer.ts';
import { services } from '../server/testing/served-fixture.ts';
import { asViewer } from '../testing/test-identities.ts';
import { createBuilder } from './builder.ts';
import { OperationContext } from './operation-context.ts';
import { toSubgraphSchema } from './subgraph-schema.ts';
import { addWhoAsks, viewerDescription } from './who-asks.ts';

const builder = createBuilder<OperationContext>();
const Part = builder.objectRef<{ id: string }>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => ({ id: t.exposeID('id') }),
});
builder.queryType();
addWhoAsks(builder, Part);
const schema = toSubgraphSchema(builder, { hasSubscriptions: false });

const ann: Viewer = { memberId: 'ann', sessionId: 's1', roles: ['MEMBER'], membershipVersion: 0 };
const ask = async (viewer: Viewer | null, text: string): Promise<unknown> => {
  const contextValue = new OperationContext(services, asViewer(viewer));
  return JSON.parse(JSON.stringify(await execute({ schema, document: parse(text), contextValue })));
};

describe('addWhoAsks', () => {
  it('says who asks', async () => {
    expect(await ask(ann, '{ me { id } }')).toEqual({ data: { me: { id: 'ann' } } });
  });

  it('says that nobody does', async () => {
    expect(await ask(null, '{ me { id } }')).toMatchObject({
      data: null,
      errors: [{ message: 'Log in first.', path: ['me'] }],
    });
  });

  it('answers for the viewer as an entity, and for nobody else', async () => {
    const entities = '[{ __typename: "Viewer", id: "ann" }, { __typename: "Viewer", id: "bob" }]';
    const asked = `{ _entities(representations: ${entities}) { ... on Viewer { id } } }`;
    expect(await ask(ann, asked)).toEqual({ data: { _entities: [{ id: 'ann' }, null] } });
  });
});
