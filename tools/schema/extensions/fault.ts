/** What keeps an extension out, one line a reason; nothing has been changed. */
export class ExtensionFault extends Error {
  readonly faults: readonly string[];

  constructor(...faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ExtensionFault';
    this.faults = faults;
  }
}
