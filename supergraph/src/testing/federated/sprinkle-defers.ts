import { type InlineFragmentNode, Kind, parse, print, type SelectionNode, visit } from 'graphql';

/**
 * The same question with parts of it deferred: fragments, and fields in fragments of their own.
 *
 * @param choices - numbers that decide what is; equal ones make the same question
 */
export function sprinkleDefers(text: string, choices: readonly number[]): string {
  let next = 0;
  const isOneIn = (count: number) => (choices[next++ % choices.length] ?? 0) % count === 0;
  const deferred = visit(parse(text, { noLocation: true }), {
    InlineFragment: { leave: (node) => (isOneIn(2) ? { ...node, ...withDefer(node) } : undefined) },
    FragmentSpread: { leave: (node) => (isOneIn(2) ? { ...node, ...withDefer(node) } : undefined) },
    SelectionSet: {
      leave: ({ selections, ...set }) => {
        const first = selections.findIndex(() => isOneIn(4));
        if (first === -1) return undefined;
        return { ...set, selections: [...selections.slice(0, first), wrapped(selections.slice(first))] };
      },
    },
  });
  return print(deferred);
}

const defer = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'defer' } } as const;

const withDefer = ({ directives = [] }: Pick<InlineFragmentNode, 'directives'>) => ({
  directives: [...directives, defer],
});

const wrapped = (selections: readonly SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  directives: [defer],
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});
