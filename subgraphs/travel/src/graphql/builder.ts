import { createBuilder } from '@moim/kit/graphql/builder.ts';
import type { Context } from './context.ts';

export const builder = createBuilder<Context>();
