import type { TrustedDocuments } from './access/trusted-documents.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import type { OpenPlanning } from './planning/planning.ts';
import { openVariant, type Variant, type VariantOptions } from './variant.ts';

/** Where the main supergraph of a server is served. */
export const mainPath = '/graphql';

/** What is served first. */
export interface FirstSupergraphs {
  readonly main: string;
  /** That clients of the main one may name; nobody else's. */
  readonly documents: TrustedDocuments;
  /** By path. */
  readonly others: ReadonlyMap<string, string>;
}

/** The supergraphs of one server: each at a path of its own, over the same subgraphs. */
export class Variants {
  readonly main: Variant;
  readonly byPath: ReadonlyMap<string, Variant>;

  constructor(main: Variant, others: Iterable<readonly [path: string, variant: Variant]>) {
    this.main = main;
    this.byPath = new Map([[mainPath, main], ...others]);
  }

  /** @see {Variant.endStreams} */
  async endStreams(spreadMs: number, leftMs: number): Promise<void> {
    await Promise.all([...this.byPath.values()].map((variant) => variant.endStreams(spreadMs, leftMs)));
  }

  /** After the last request. */
  async close(): Promise<void> {
    await Promise.all([...this.byPath.values()].map((variant) => variant.close()));
  }
}

/**
 * @param openPlanning - where operations of all of them are planned
 * @throws where one of them cannot be served
 */
export async function openVariants(
  { main, documents, others }: FirstSupergraphs,
  connections: readonly SubgraphConnection[],
  options: VariantOptions,
  openPlanning: OpenPlanning,
): Promise<Variants> {
  const open = (sdl: string, through: VariantOptions) => openVariant(sdl, connections, through, openPlanning);
  const [first, rest] = await Promise.all([
    open(main, { ...options, documents }),
    Promise.all([...others].map(async ([path, sdl]) => [path, await open(sdl, options)] as const)),
  ]);
  return new Variants(first, rest);
}
