import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import DirectivesPlugin from '@pothos/plugin-directives';
import ErrorsPlugin from '@pothos/plugin-errors';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '../errors/domain-error.ts';
import type { BuilderTypes } from './builder-types.ts';
import { dateTimeScalar } from './date-time.ts';
import { dateScalar } from './date.ts';
import { relayOptions } from './relay-options.ts';

/**
 * The schema builder that all subgraphs share: non-null by default, Relay connections without
 * nullable edges, DateTime, and the user errors that mutations list in their result unions
 * (`errors: { types: [InvalidInputError, …], union: { name: 'SendMessageResult' } }`).
 */
export function createBuilder<Context extends object>() {
  const builder = new SchemaBuilder<BuilderTypes<Context>>({
    // Directives before federation, which adds to what they wrote.
    plugins: [RelayPlugin, ErrorsPlugin, DataloaderPlugin, DirectivesPlugin, FederationPlugin],
    defaultFieldNullability: false,
    errors: { directResult: true, defaultTypes: [] },
    relay: relayOptions,
  });
  builder.addScalarType('DateTime', dateTimeScalar);
  builder.addScalarType('Date', dateScalar);

  const userError = builder
    .interfaceRef<BuilderTypes<Context>['Interfaces']['UserError']>('UserError')
    .implement({
      description: 'A failure that the user can understand and act on.',
      fields: (t) => ({
        code: t.exposeString('code', { description: 'Stable; one of the documented list of codes.' }),
        message: t.exposeString('message', {
          description: 'English, for developers and logs. Applications word their own by `code` and `field`.',
        }),
        field: t.exposeString('field', {
          nullable: true,
          description:
            'Path in the arguments of what is at fault, e.g. `input.text`; null where no single value is.',
        }),
      }),
    });
  const shared = { interfaces: [userError], shareable: true };
  builder.objectType(InvalidInputError, {
    name: 'InvalidInput',
    description: 'A value breaks a rule. Nothing was changed.',
    ...shared,
    fields: (t) => ({
      field: t.exposeString('field', {
        description: 'Path of the value in the arguments, e.g. `input.text`.',
      }),
    }),
  });
  builder.objectType(NotFoundError, {
    name: 'NotFound',
    description: 'Nothing with this id exists for the viewer; unknown and forbidden ids answer alike.',
    ...shared,
  });
  builder.objectType(ForbiddenError, {
    name: 'Forbidden',
    description: 'The viewer may see this, but may not do this to it.',
    ...shared,
  });
  builder.objectType(ConflictError, {
    name: 'Conflict',
    description: 'The request contradicts what is stored. Nothing was changed.',
    ...shared,
  });
  return builder;
}
