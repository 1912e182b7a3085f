import { v7, validate } from 'uuid';

/** A UUIDv7: unique, and ascending with the time it was made. */
export const newUuid = (): string => v7();

/** Any RFC 9562 UUID, in upper or lower case. A value that is none never reaches SQL. */
export const isUuid = (value: string): boolean => validate(value);
