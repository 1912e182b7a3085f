/** What was refused: what to say, and the path in the arguments that is at fault; null for the whole. */
export interface RefusedField {
  readonly text: string;
  readonly field: string | null;
}

/**
 * The input of a form that a path is about: `input.title` is `title`, `input.attendeeIds.3` is
 * `attendeeIds`. Null where the form has no such input.
 */
export function fieldOf<Field extends string>(path: string | null, fields: readonly Field[]): Field | null {
  const parts = path?.split('.') ?? [];
  return fields.find((field) => parts.includes(field)) ?? null;
}
