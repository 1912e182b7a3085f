import { v7 } from 'uuid';

/** A UUIDv7: unique, and ascending with the time it was made. */
export const newUuid = (): string => v7();
