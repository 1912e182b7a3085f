import type { ExceededLimit } from './check-limits.ts';
import type { OperationLimits } from './operation-limits.ts';

/** What can be told of a document by its characters alone. */
export type WrittenLimits = Pick<
  OperationLimits,
  'tokens' | 'aliases' | 'directives' | 'nesting' | 'nameCharacters' | 'lines'
>;

export interface Scan {
  /** Of what was read: all of it, or up to what was too much. */
  readonly tokens: number;
  /** The first that is too much. */
  readonly exceeded: ExceededLimit | null;
}

/**
 * Reads a document once, without building anything, up to the first thing of which there is too much: parsing a
 * hostile one costs ten times that. Counts as the parser does; whatever is no GraphQL is left to it.
 */
export function scanText(text: string, limits: WrittenLimits): Scan {
  return new Scanner(text, limits).run();
}

const words: Readonly<Record<keyof WrittenLimits, string>> = {
  tokens: 'tokens',
  aliases: 'aliases',
  directives: 'directives',
  nesting: 'brackets within brackets',
  nameCharacters: 'characters in a name',
  lines: 'lines',
};

const code = (character: string): number => character.charCodeAt(0);
const [newLine, carriageReturn, quote, hash, backslash] = ['\n', '\r', '"', '#', '\\'].map(code);
const isWord = Uint8Array.from({ length: 128 }, (_, at) => Number(/[\w+\-.]/.test(String.fromCharCode(at))));
const isIgnored = Uint8Array.from({ length: 128 }, (_, at) =>
  Number(' \t\n\r,'.includes(String.fromCharCode(at))),
);

class Scanner {
  readonly #text: string;
  readonly #limits: WrittenLimits;
  #at = 0;
  #nesting = 0;
  /** Of the round brackets: outside of them a colon stands behind an alias. */
  #parentheses = 0;
  readonly #counts = { tokens: 0, aliases: 0, directives: 0, lines: 1 };

  constructor(text: string, limits: WrittenLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  run(): Scan {
    let exceeded: keyof WrittenLimits | null = null;
    while (exceeded === null && this.#at < this.#text.length) exceeded = this.#step();
    const { tokens } = this.#counts;
    if (exceeded === null) return { tokens, exceeded };
    const message = `The document has more than ${this.#limits[exceeded]} ${words[exceeded]}.`;
    return { tokens, exceeded: { limit: exceeded, message } };
  }

  #step(): keyof WrittenLimits | null {
    const next = this.#text.charCodeAt(this.#at);
    if (isIgnored[next] === 1) return this.#skip(next);
    if (next === hash) return this.#comment();
    this.#counts.tokens += 1;
    if (this.#counts.tokens > this.#limits.tokens) return 'tokens';
    if (next === quote) return this.#string();
    return isWord[next] === 1 ? this.#word() : this.#mark();
  }

  #skip(character: number): 'lines' | null {
    this.#at += 1;
    if (character !== newLine && character !== carriageReturn) return null;
    return this.#count('lines');
  }

  #comment(): null {
    while (this.#at < this.#text.length && !this.#isLineEnd()) this.#at += 1;
    return null;
  }

  #isLineEnd(): boolean {
    const character = this.#text.charCodeAt(this.#at);
    return character === newLine || character === carriageReturn;
  }

  /** A name, a number, or the three dots of a spread. */
  #word(): 'nameCharacters' | null {
    const start = this.#at;
    while (isWord[this.#text.charCodeAt(this.#at)] === 1) this.#at += 1;
    if (this.#text.startsWith('...', start)) this.#at = start + 3;
    return this.#at - start > this.#limits.nameCharacters ? 'nameCharacters' : null;
  }

  #string(): 'lines' | null {
    if (this.#text.startsWith('"""', this.#at)) return this.#block();
    this.#at += 1;
    while (this.#at < this.#text.length && !this.#isLineEnd()) {
      const character = this.#text.charCodeAt(this.#at);
      this.#at += character === backslash ? 2 : 1;
      if (character === quote) break;
    }
    return null;
  }

  #block(): 'lines' | null {
    this.#at += 3;
    while (this.#at < this.#text.length && !this.#text.startsWith('"""', this.#at)) {
      if (this.#isLineEnd() && this.#count('lines') !== null) return 'lines';
      this.#at += this.#text.startsWith('\\"""', this.#at) ? 4 : 1;
    }
    this.#at += 3;
    return null;
  }

  #mark(): keyof WrittenLimits | null {
    const character = this.#text[this.#at];
    this.#at += 1;
    switch (character) {
      case '(':
        this.#parentheses += 1;
        return this.#open();
      case ')':
        this.#parentheses -= 1;
        return this.#close();
      case '{':
      case '[':
        return this.#open();
      case '}':
      case ']':
        return this.#close();
      case '@':
        return this.#count('directives');
      case ':':
        return this.#parentheses > 0 ? null : this.#count('aliases');
      default:
        return null;
    }
  }

  #open(): 'nesting' | null {
    this.#nesting += 1;
    return this.#nesting > this.#limits.nesting ? 'nesting' : null;
  }

  #close(): null {
    this.#nesting -= 1;
    return null;
  }

  #count<Counted extends 'aliases' | 'directives' | 'lines'>(what: Counted): Counted | null {
    this.#counts[what] += 1;
    return this.#counts[what] > this.#limits[what] ? what : null;
  }
}
