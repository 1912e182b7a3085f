/** One event of a `text/event-stream`. */
export interface StreamEvent {
  /** `message` when the server names none. */
  readonly name: string;
  readonly data: string;
}

/** An event has more characters than are taken. */
export class EventTooLongError extends RangeError {}

/**
 * Reads server-sent events as the HTML standard says, from text in pieces of any size. A comment, which servers
 * send so that a quiet stream is known to be alive, is null.
 *
 * @throws {EventTooLongError} when one event has more characters than `maxCharacters`
 */
export class EventStreamReader {
  readonly #maxCharacters: number;
  #rest = '';
  #name = '';
  #data: string[] = [];
  #characters = 0;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  read(text: string): (StreamEvent | null)[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    const events = lines.flatMap((line) => this.#take(line));
    if (this.#characters + this.#rest.length > this.#maxCharacters)
      throw new EventTooLongError('an event is larger than what is taken');
    return events;
  }

  #take(line: string): (StreamEvent | null)[] {
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return [null];
    const [, field = '', value = ''] = /^([^:]*)(?::( ?.*))?$/s.exec(line) ?? [];
    const text = value.startsWith(' ') ? value.slice(1) : value;
    this.#characters += text.length;
    if (field === 'event') this.#name = text;
    if (field === 'data') this.#data.push(text);
    return [];
  }

  #dispatch(): StreamEvent[] {
    const [name, data] = [this.#name, this.#data];
    [this.#name, this.#data, this.#characters] = ['', [], 0];
    // Without data it is no event for the standard; `complete` of GraphQL over SSE may have none.
    return name === '' && data.length === 0 ? [] : [{ name: name || 'message', data: data.join('\n') }];
  }
}
