/** Relay's connections as clients of ours meet them: nothing nullable that cannot be absent. */
export const relayOptions = {
  cursorType: 'String',
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  edgesFieldOptions: {
    nullable: { list: false, items: false },
    description: 'The page, in the order of the list.',
  },
  nodeFieldOptions: { nullable: false, description: 'What stands at this place of the list.' },
  cursorFieldOptions: { description: 'Opaque place in the list, for `after` and `before`.' },
  pageInfoFieldOptions: { nullable: false, description: 'Where this page stands in the whole list.' },
  pageInfoTypeOptions: { shareable: true, description: 'Where a page stands in the whole list.' },
  hasNextPageFieldOptions: { nullable: false, description: 'More follows after this page.' },
  hasPreviousPageFieldOptions: { nullable: false, description: 'More comes before this page.' },
  startCursorFieldOptions: {
    nullable: true,
    description: 'Cursor of the first edge; null on an empty page.',
  },
  endCursorFieldOptions: { nullable: true, description: 'Cursor of the last edge; null on an empty page.' },
  firstArgOptions: { description: 'Length of the page, counted from the start: 1 to 100.' },
  afterArgOptions: { description: 'The page starts after this cursor.' },
  lastArgOptions: { description: 'Length of the page, counted from the end: 1 to 100.' },
  beforeArgOptions: { description: 'The page ends before this cursor.' },
  defaultConnectionTypeOptions: { description: 'A page of a list.' },
  defaultEdgeTypeOptions: { description: 'A place in a list.' },
} as const;
