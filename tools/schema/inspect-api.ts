import { buildSchema } from 'graphql';
import { placeIn, type SubgraphSdl } from './subgraph-sdl.ts';
import { findLines } from './find-lines.ts';
import { findShareableCycles } from './find-shareable-cycles.ts';
import { findUnannounced } from './find-unannounced.ts';
import { findUndescribed } from './find-undescribed.ts';

export interface ApiUnderReview {
  readonly subgraphs: readonly SubgraphSdl[];
  readonly apiSdl: string;
  /** What clients were promised, newest first; empty for the very first version. */
  readonly promised: readonly string[];
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
}

/** What keeps a composed API from being published, one line each. */
export function inspectApi({ subgraphs, apiSdl, promised, changelog }: ApiUnderReview): string[] {
  const api = buildSchema(apiSdl);
  const undescribed = findUndescribed(api).map(
    (coordinate) => `${where(coordinate, subgraphs)}: ${coordinate} has no description`,
  );
  const cycles = findShareableCycles(subgraphs, api).map(
    ({ coordinate, ...place }) =>
      `${placeIn(subgraphs, place)}: ${coordinate} is @shareable and leads back to its own type, which the planner pays for dearly`,
  );
  const unannounced = promised
    .flatMap((before) => findUnannounced(buildSchema(before), api, changelog))
    .map(
      ({ coordinate, description }) =>
        `CHANGELOG.md: breaks the API: ${description} Announce it: "- **Breaking:** \`${coordinate}\` …"`,
    );
  return [...undescribed, ...cycles, ...new Set(unannounced)];
}

function where(coordinate: string, subgraphs: readonly SubgraphSdl[]): string {
  const [place] = findLines(coordinate, subgraphs);
  return place ? placeIn(subgraphs, place) : 'schema/api.graphql';
}
