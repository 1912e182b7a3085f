import { timestamp } from 'drizzle-orm/pg-core';

/** A column of a point in time, to the millisecond as JavaScript's `Date` has it. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
