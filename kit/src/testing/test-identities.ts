import type { OperationIdentity, Viewer } from '../auth/viewer.ts';

/** An operation as the supergraph hands it on; null: of nobody. */
export const asViewer = (viewer: Viewer | null): OperationIdentity => ({
  viewer,
  isService: false,
  requestId: 'test',
});

/** An operation of another process of ours. */
export const asService: OperationIdentity = { viewer: null, isService: true, requestId: 'test' };
