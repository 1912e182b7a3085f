import { BoundedCache } from '../execution/bounded-cache.ts';
import { Refusal } from './refusal.ts';

/** Characters of refused documents and of what was said of them. */
const maxCharacters = 4_000_000;
/** What each takes beside its text. */
const charactersOfOne = 1_000;

/** What was said of documents that were refused, so that one which comes again is not read again. */
export class RefusedDocuments {
  readonly #refusals = new BoundedCache<Refusal>(maxCharacters);

  /** Of a document by this name; undefined: not that we know. */
  find(name: string): Refusal | undefined {
    return this.#refusals.get(name);
  }

  /**
   * Reads a document, and remembers why it was refused.
   *
   * @param characters - of its text, which a refusal may hold
   */
  reading<Value>(name: string, characters: number, read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      if (error instanceof Refusal) this.#remember(name, error, characters);
      throw error;
    }
  }

  #remember(name: string, refusal: Refusal, characters: number): void {
    forgetTraces(refusal);
    this.#refusals.set(name, refusal, charactersOfOne + name.length + characters + saidOf(refusal));
  }
}

/** A trace that nobody has read yet holds everything that was at work when it was made: here whole syntax trees. */
function forgetTraces(refusal: Refusal): void {
  for (const error of [refusal, ...refusal.errors]) error.stack = '';
}

const saidOf = ({ errors }: Refusal): number => errors.reduce((sum, { message }) => sum + message.length, 0);
