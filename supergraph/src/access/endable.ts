/** What is open by somebody's right, and ends with it. */
export interface Endable {
  /** @param error - what whoever had the right is told */
  end(error: unknown): void;
}
