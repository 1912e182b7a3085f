import DataLoader from 'dataloader';

/** Answers the rows of `ids` by id, all read with the same `args`; an id without an answer is absent. */
export type BatchLoad<Context, Args, Value> = (
  context: Context,
  ids: readonly string[],
  args: Args,
) => Promise<ReadonlyMap<string, Value>>;

/**
 * Collects what the resolvers of one operation ask for, so that a list of any length costs one call
 * of `load` for each distinct `args`. Answers null for an id that `load` does not know. Values are
 * kept as long as the context.
 */
export function batched<Context extends object, Value, Args = undefined>(
  load: BatchLoad<Context, Args, Value>,
): (context: Context, id: string, args: Args) => Promise<Value | null> {
  const operations = new WeakMap<Context, Map<string, DataLoader<string, Value | null>>>();
  return (context, id, args) => {
    const loaders = operations.get(context) ?? new Map<string, DataLoader<string, Value | null>>();
    operations.set(context, loaders);
    const key = JSON.stringify(args ?? null);
    const loader =
      loaders.get(key) ??
      new DataLoader(async (ids) => {
        const values = await load(context, ids, args);
        return ids.map((each) => values.get(each) ?? null);
      });
    loaders.set(key, loader);
    return loader.load(id);
  };
}
