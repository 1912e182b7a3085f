import { maxPageSize } from './page.ts';

/** What of Pothos' field builder is needed. */
interface Arguments<First, After> {
  readonly arg: {
    int(options: { required: true; defaultValue: number; description: string }): First;
    string(options: { description: string }): After;
  };
}

/**
 * The arguments of a list that is read from its start on, see `toPage`.
 *
 * @param size - of a page where the client does not say
 */
export const forwardPage = <First, After>(t: Arguments<First, After>, size = 20) => ({
  first: t.arg.int({
    required: true,
    defaultValue: size,
    description: `Length of the page: 1 to ${maxPageSize}.`,
  }),
  after: t.arg.string({ description: 'The page starts after this cursor.' }),
});
