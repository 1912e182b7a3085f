import { nextPublicationEventSeq } from '../db/publications.ts';
import { tellOf } from './tell-of.ts';

/** Tells the world of this publication; takes its lock. */
export const tellPublication = tellOf(nextPublicationEventSeq);
