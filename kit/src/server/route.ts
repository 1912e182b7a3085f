import type { OperationIdentity } from '../auth/viewer.ts';
import type { Services } from './services.ts';

/** Plain HTTP that belongs to a subgraph: log-in, ingest, callbacks, feeds. Reached at `/<subgraph>/…` unless `mount` says otherwise. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute path on the public port, e.g. `/auth/log-in`; `:name` segments are parameters. */
  readonly path: string;
  /** `public`: the handler itself checks what it is given. `viewer`: 401 without a logged-in viewer, 403 for an app. `service`: only our own processes, never mounted on the public port. */
  readonly auth: 'public' | 'viewer' | 'service' | 'signature' | 'signed-url';
  readonly handle: (request: RouteRequest) => Promise<Response>;
  /**
   * Of a POST of JSON between our processes that is asked all the time: the JSON that `handle` answers, without a
   * request and a response around it.
   *
   * @throws what `handle` would answer with a status of its own
   */
  readonly answerJson?: (body: unknown, services: Services) => Promise<object>;
}

export interface RouteRequest {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly identity: OperationIdentity;
  readonly services: Services;
  /** The caller's address as the trusted edge saw it. */
  readonly clientAddress: string;
}
