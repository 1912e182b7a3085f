import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { printCacheTypes } from './print-cache-types.ts';

it('lists the types without an id, and what stands behind an abstract type', () => {
  const api = buildSchema(`
    type Query { room: Room, search: [Found!]! }
    type Room { id: ID!, size: Size! }
    type Size { seats: Int! }
    type Nobody { reason: String! }
    union Found = Room | Nobody
  `);
  expect(printCacheTypes(api)).toMatchInlineSnapshot(`
    "/* Written by \`npm run schema\`. */
    /** Types without an id of their own live inside their parent. */
    export const embeddedTypes = [
      'Nobody',
      'Size',
    ];

    /** Said so that a fragment matches by its type, not by a guess from its fields. */
    export const possibleTypes: Record<string, string[]> = {
      Found: ['Nobody', 'Room'],
    };
    "
  `);
});
