/**
 * The rule of a field that members may read, and apps that were given a scope. The router keeps what it says of apps
 * away from the subgraph; the subgraph decides again, see `requireViewerOrApp`.
 */
export const orApp = (scope: string) => ({ requiresScopes: [['MEMBER'], [scope]] });
