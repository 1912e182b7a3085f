import type { Feature, FeatureCollection, GeometryObject } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarseUrl from 'world-atlas/land-110m.json?url';
import fineUrl from 'world-atlas/land-50m.json?url';

export type Land = Feature<GeometryObject | null> | FeatureCollection<GeometryObject | null>;
/** 1:110 million for the world, 1:50 million where a single country fills the map. Natural Earth. */
export type LandDetail = 'coarse' | 'fine';

const urls: Record<LandDetail, string> = { coarse: coarseUrl, fine: fineUrl };
const loading = new Map<LandDetail, Promise<Land>>();

/** Where land is, read once a page load. @throws when it cannot be fetched; the next call tries again */
export function loadLand(detail: LandDetail): Promise<Land> {
  const known = loading.get(detail);
  if (known) return known;
  const land = fetchLand(urls[detail]);
  loading.set(detail, land);
  land.catch(() => loading.delete(detail));
  return land;
}

type LandTopology = Topology<{ land: GeometryCollection }>;

/** The file is ours and never changes: whether it is the right one is all there is to ask. */
function isLand(value: unknown): value is LandTopology {
  const hasObjects = typeof value === 'object' && value !== null && 'objects' in value;
  return hasObjects && typeof value.objects === 'object' && value.objects !== null && 'land' in value.objects;
}

async function fetchLand(url: string): Promise<Land> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The map answered ${response.status}`);
  const topology: unknown = await response.json();
  if (!isLand(topology)) throw new Error('The map has no land');
  return feature(topology, topology.objects.land);
}
