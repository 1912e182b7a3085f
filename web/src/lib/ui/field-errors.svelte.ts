import { fieldOf, type RefusedField } from '#lib/errors/field-of.ts';

/** A group of inputs cannot be `aria-invalid`. */
const wrong = '[aria-invalid="true"], fieldset[data-invalid]';

/**
 * Why a form was refused: each text at its input, and what is about none of them as a notice. Put
 * `{@attach errors.focusFirst}` on the form: the first wrong input gets the focus.
 */
export class FieldErrors<Field extends string> {
  readonly #fields: readonly Field[];
  #texts = $state.raw<Partial<Record<Field, string>>>({});
  #notice = $state.raw<string | null>(null);

  /** @param fields - inputs of the form, by their names in the arguments */
  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  get notice(): string | null {
    return this.#notice;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#texts).length === 0;
  }

  of(field: Field): string | null {
    return this.#texts[field] ?? null;
  }

  clear(): void {
    this.#texts = {};
    this.#notice = null;
  }

  /** What the form itself found wrong, before anything was sent. */
  mark(texts: Partial<Record<Field, string>>): void {
    this.#texts = texts;
    this.#notice = null;
  }

  /** What the server said; nothing clears what it said before. */
  show(refusal: RefusedField | null | void): void {
    this.clear();
    if (!refusal) return;
    const { text, field } = refusal;
    const own = fieldOf(field, this.#fields);
    if (own) this.#texts = { ...this.#texts, [own]: text };
    else this.#notice = text;
  }

  readonly focusFirst = (form: HTMLElement): void => {
    if (this.isEmpty) return;
    // An input inside a closed part of the form opens in the same turn.
    requestAnimationFrame(() => form.querySelector<HTMLElement>(wrong)?.focus());
  };
}
