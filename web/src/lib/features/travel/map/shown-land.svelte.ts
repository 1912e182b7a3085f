import { type Land, type LandDetail, loadLand } from './land.ts';

/** From this scale on 1:110 million shows corners instead of coasts. */
const fineFrom = 420;

/** The land of a map: coarse at once, fine where one looks closely, coarse until that is there. */
export class ShownLand {
  isMissing = $state(false);
  #coarse = $state.raw<Land | null>(null);
  #fine = $state.raw<Land | null>(null);

  /** @param scale - pixels a radian, as in `MapView` */
  at(scale: number): Land | null {
    return scale >= fineFrom ? (this.#fine ?? this.#coarse) : this.#coarse;
  }

  /** Fetches what `at` wants for this scale. */
  async load(scale: number): Promise<void> {
    await this.#fetch(scale >= fineFrom ? 'fine' : 'coarse');
  }

  async #fetch(detail: LandDetail): Promise<void> {
    try {
      const loaded = await loadLand(detail);
      if (detail === 'fine') this.#fine = loaded;
      else {
        this.#coarse = loaded;
        this.isMissing = false;
      }
    } catch {
      if (detail === 'coarse') this.isMissing = true;
    }
  }
}
