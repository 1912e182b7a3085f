import { createBuilder } from '@moim/kit/graphql/builder.ts';
import type { OperationContext } from '@moim/kit/graphql/operation-context.ts';

export const builder = createBuilder<OperationContext>();
