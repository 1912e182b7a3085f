import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPlaces, panBy, projectionOf, zoomBy } from './map-view.ts';

const size = { width: 640, height: 360 };
const seoul = { longitude: 126.98, latitude: 37.57 };
const busan = { longitude: 129.04, latitude: 35.1 };
const losAngeles = { longitude: -118.24, latitude: 34.05 };
const london = { longitude: -0.13, latitude: 51.51 };

const anyPlace = fc.record({
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  latitude: fc.double({ min: -56, max: 70, noNaN: true }),
});

function spot(place: typeof seoul, view: ReturnType<typeof fitPlaces>) {
  return projectionOf(view, size)([place.longitude, place.latitude]) ?? [NaN, NaN];
}

describe('a map fitted to places', () => {
  it('shows the whole world when there is none', () => {
    const view = fitPlaces([], size);
    expect(view.latitude).toBe(0);
    expect(view.scale).toBeCloseTo(640 / 2 / 2.7066, 0);
  });

  it('puts a single place into the middle, with land around it', () => {
    const view = fitPlaces([seoul], size);
    expect(view.scale).toBe(1_500);
    expect(spot(seoul, view).map(Math.round)).toEqual([320, 180]);
  });

  it('is nearer for places that are near each other', () => {
    expect(fitPlaces([seoul, busan], size).scale).toBeGreaterThan(fitPlaces([seoul, london], size).scale);
  });

  it('takes the short way round across the date line', () => {
    const { longitude } = fitPlaces([seoul, losAngeles], size);
    expect(longitude).toBeCloseTo(-175.63, 1);
  });

  it('has every place inside its edges, wherever on the inhabited world they are', () => {
    fc.assert(
      fc.property(fc.array(anyPlace, { minLength: 1, maxLength: 12 }), (places) => {
        const view = fitPlaces(places, size);
        for (const place of places) {
          const [x, y] = spot(place, view);
          expect(x).toBeGreaterThanOrEqual(-1);
          expect(x).toBeLessThanOrEqual(size.width + 1);
          expect(y).toBeGreaterThanOrEqual(-1);
          expect(y).toBeLessThanOrEqual(size.height + 1);
        }
      }),
    );
  });
});

describe('moving over the map', () => {
  const view = fitPlaces([seoul], size);

  it('zooms around the middle, out to the world and no farther', () => {
    expect(spot(seoul, zoomBy(view, 2, size)).map(Math.round)).toEqual([320, 180]);
    const world = zoomBy(view, 1e-9, size);
    expect(world.scale).toBe(fitPlaces([], size).scale);
    expect(zoomBy(view, 1e9, size).scale).toBe(6_000);
  });

  it('drags the ground along, and round the world', () => {
    expect(panBy(view, 100, 0).longitude).toBeLessThan(seoul.longitude);
    expect(panBy(view, 0, 50).latitude).toBeGreaterThan(view.latitude);
    expect(panBy({ ...view, longitude: 179.9 }, -100, 0).longitude).toBeLessThan(0);
    expect(panBy(view, 0, 1e6).latitude).toBe(75);
  });
});
