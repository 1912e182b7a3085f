/**
 * Tells how long a replica has been behind, by what was seen of both logs: the age of the last
 * replayed transaction would grow on a primary where nothing happens.
 */
export class LagClock {
  #mark: { readonly primary: bigint; readonly atMs: number } | null = null;
  #lagBytes = 0n;

  /** Both positions as of `nowMs`, in bytes. */
  note(primary: bigint, replayed: bigint, nowMs: number): void {
    this.#lagBytes = primary > replayed ? primary - replayed : 0n;
    if (this.#lagBytes === 0n) this.#mark = null;
    else if (!this.#mark || replayed >= this.#mark.primary) this.#mark = { primary, atMs: nowMs };
  }

  get lagBytes(): number {
    return Number(this.#lagBytes);
  }

  /** At most this old is what the replica answers; 0 when it has everything. */
  lagMs(nowMs: number): number {
    return this.#mark ? nowMs - this.#mark.atMs : 0;
  }
}
