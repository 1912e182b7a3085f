/** What Pothos is told about every builder of ours, for one subgraph's context. */
export interface BuilderTypes<Context extends object> {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** By name, so that a subgraph's own errors can implement it. */
  Interfaces: { UserError: { code: string; message: string; field: string | null } };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** A day, e.g. `2026-11-21`. */
    Date: { Input: string; Output: string };
  };
  Directives: {
    resume: { locations: 'ARGUMENT_DEFINITION'; args: Record<string, never> };
    shared: { locations: 'FIELD_DEFINITION'; args: { guard: string; cursor: string; audience?: string } };
    perViewer: { locations: 'FIELD_DEFINITION'; args: Record<string, never> };
    /** Federation's, by its full name: Pothos imports only those that it writes itself. See docs/limits.md. */
    federation__cost: { locations: 'FIELD_DEFINITION'; args: { weight: number } };
    /** Federation's: asked by the supergraph itself alone. By its full name, as the contracts have it. */
    federation__inaccessible: { locations: 'FIELD_DEFINITION'; args: Record<string, never> };
    /** Federation's: the size of a list whose arguments do not say it. */
    federation__listSize: {
      locations: 'FIELD_DEFINITION';
      args: {
        assumedSize: number;
        slicingArguments?: string[];
        sizedFields?: string[];
        requireOneSlicingArgument?: boolean;
      };
    };
  };
}
