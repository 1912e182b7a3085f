import type { ArgBuilder, InputObjectRef, SchemaTypes } from '@pothos/core';

/** The arguments of a mutation: one input, which it needs. @param description - what in it says what */
export const oneInput = <Types extends SchemaTypes, Shape extends object>(
  t: { readonly arg: ArgBuilder<Types> },
  type: InputObjectRef<Types, Shape>,
  description: string,
) => ({ input: t.arg({ type, required: true, description }) });
