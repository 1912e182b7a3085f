/** Where operators are told that something waits for them. */
export interface AlertChannel {
  /**
   * @param text - without private data; some lines of plain text
   * @throws {Error} when it was not taken; the caller tries again later
   */
  send(text: string): Promise<void>;
}
