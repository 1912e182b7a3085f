/** What traces this process, until it is stopped. */
export interface Tracing {
  /** Sends what is still here; bounded by the exporter's own timeout. */
  stop(): Promise<void>;
}
