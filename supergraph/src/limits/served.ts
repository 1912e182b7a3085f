/** How many operations a process runs at the moment, of all its supergraphs. */
export class Served {
  #count = 0;

  get isServing(): boolean {
    return this.#count > 0;
  }

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
  }
}
