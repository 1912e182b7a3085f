import { geoEqualEarth, type GeoProjection } from 'd3-geo';

export interface Place {
  /** Degrees, −180 to 180. */
  readonly longitude: number;
  /** Degrees, −90 to 90. */
  readonly latitude: number;
}

export interface MapSize {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** What the middle of the map shows, and how large: pixels a radian at the middle. */
export interface MapView extends Place {
  readonly scale: number;
}

/** One city alone is shown with some 15 degrees around it: nearer, the coast says nothing any more. */
const nearestFit = 1_500;
const nearestZoom = 6_000;
/** Room for names beside their markers, and below for the buttons. */
const sideEdgePx = 64;
const upperEdgePx = 56;
const degreesPerRadian = 180 / Math.PI;
/** Where the north and south edges of the world still fill the map. */
const steepestLatitude = 75;
/** The Pacific in the middle: no land is cut, and Korea is not at the edge. */
const wholeWorldLongitude = 150;

/** Equal areas, so that no continent looks larger than it is. */
export function projectionOf({ longitude, latitude, scale }: MapView, size: MapSize): GeoProjection {
  const [, y] = flat(latitude, 0);
  return geoEqualEarth()
    .rotate([-longitude, 0])
    .scale(scale)
    .translate([size.width / 2, size.height / 2 - y * scale])
    .clipExtent([
      [-1, -1],
      [size.width + 1, size.height + 1],
    ]);
}

/** The view that shows every place with room around it; the world when there is none. */
export function fitPlaces(places: readonly Place[], size: MapSize): MapView {
  const world = { longitude: wholeWorldLongitude, latitude: 0, scale: worldScale(size) };
  if (places.length === 0) return world;
  const longitude = middleLongitude(places.map((place) => place.longitude));
  const points = places.map((place) => flat(place.latitude, turned(place.longitude - longitude)));
  const ys = points.map(([, y]) => y);
  const halfWidth = Math.max(...points.map(([x]) => Math.abs(x)));
  const halfHeight = (Math.max(...ys) - Math.min(...ys)) / 2;
  const scale = Math.min(
    nearestFit,
    (size.width / 2 - sideEdgePx) / halfWidth,
    (size.height / 2 - upperEdgePx) / halfHeight,
  );
  if (scale <= world.scale) return { ...world, longitude };
  return { longitude, latitude: latitudeAt((Math.max(...ys) + Math.min(...ys)) / 2), scale };
}

/** Nearer (`factor` > 1) or farther; never farther than the whole world. */
export function zoomBy(view: MapView, factor: number, size: MapSize): MapView {
  const scale = Math.min(nearestZoom, Math.max(worldScale(size), view.scale * factor));
  return scale === worldScale(size) ? { ...view, latitude: 0, scale } : { ...view, scale };
}

/** The ground follows the pointer; east and west go round for ever. */
export function panBy(view: MapView, dx: number, dy: number): MapView {
  const latitude = view.latitude + (dy / view.scale) * degreesPerRadian;
  return {
    ...view,
    longitude: turned(view.longitude - (dx / view.scale) * degreesPerRadian),
    latitude: Math.min(steepestLatitude, Math.max(-steepestLatitude, latitude)),
  };
}

/** The middle of the shortest arc that holds them all, also across the date line. */
function middleLongitude(longitudes: readonly number[]): number {
  const sorted = longitudes.toSorted((a, b) => a - b);
  const gaps = sorted.map((start, index) => {
    const next = sorted[index + 1] ?? (sorted[0] ?? start) + 360;
    return { end: next, width: next - start };
  });
  const widest = gaps.reduce((best, gap) => (gap.width > best.width ? gap : best));
  return turned(widest.end + (360 - widest.width) / 2);
}

/** On a plane where the middle of the world is 0, 0 and a radian of the equator about 1; y grows to the south. */
function flat(latitude: number, longitude: number): [number, number] {
  const plane = geoEqualEarth().scale(1).translate([0, 0]);
  return plane([longitude, latitude]) ?? [0, 0];
}

function latitudeAt(y: number): number {
  const plane = geoEqualEarth().scale(1).translate([0, 0]);
  return plane.invert?.([0, y])?.[1] ?? 0;
}

function worldScale({ width, height }: MapSize): number {
  const [halfWidth] = flat(0, 180);
  const [, halfHeight] = flat(-90, 0);
  return Math.max(1, Math.min(width / 2 / Math.abs(halfWidth), height / 2 / Math.abs(halfHeight)));
}

/** The same meridian between −180 and 180. */
function turned(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}
