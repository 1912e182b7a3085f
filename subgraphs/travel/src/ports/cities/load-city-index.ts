import { Worker } from 'node:worker_threads';
import { CityIndex } from './city-index.ts';
import { packedCities } from './packed-cities.ts';

let loading: Promise<CityIndex> | undefined;

/**
 * The index, loaded when it is first asked for and then kept. The gazetteer is unpacked by a worker:
 * that takes a second and a hundred megabytes, of which this thread sees little.
 */
export function loadCityIndex(): Promise<CityIndex> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined; // the next one tries again
    throw error;
  });
  return loading;
}

async function load(): Promise<CityIndex> {
  const worker = new Worker(new URL('./pack-cities.worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 8 },
  });
  worker.unref();
  const message = new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker ended without the cities')));
  });
  try {
    return new CityIndex(packedCities.parse(await message));
  } finally {
    await worker.terminate();
  }
}
