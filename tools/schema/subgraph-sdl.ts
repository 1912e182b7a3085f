/** What one subgraph says about itself. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}
