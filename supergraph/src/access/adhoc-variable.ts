import { z } from 'zod';
import type { AdhocPolicy } from './trusted-documents.ts';

const policies = ['all', 'authenticated', 'none'] as const satisfies readonly AdhocPolicy[];

/** What an operator says of documents that are not the web's; described in docs/limits.md. */
export const adhocVariable = { ADHOC_OPERATIONS: z.enum(policies).optional() };

/** For our own graph; somebody else's has no documents that we know. */
export const defaultAdhoc: AdhocPolicy = 'authenticated';
