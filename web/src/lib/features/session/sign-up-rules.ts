import * as v from 'valibot';

/** The server decides; these rules only spare a round trip for what it certainly refuses. */
const signUpSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxGraphemes(50)),
  handle: v.pipe(v.string(), v.regex(/^(?=.{3,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*$/)),
  password: v.pipe(v.string(), v.minLength(10), v.maxLength(128)),
});

const fields = ['name', 'handle', 'password'] as const satisfies (keyof v.InferOutput<typeof signUpSchema>)[];
export type SignUpField = (typeof fields)[number];

/** The fields that cannot be accepted as they are. */
export function checkSignUp(form: v.InferInput<typeof signUpSchema>): readonly SignUpField[] {
  const { issues } = v.safeParse(signUpSchema, form);
  const faults = issues ? (v.flatten<typeof signUpSchema>(issues).nested ?? {}) : {};
  return fields.filter((field) => faults[field] !== undefined);
}
