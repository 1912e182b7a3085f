/**
 * Who reads: a member sees the rooms they are in; our own supergraph sees every room, because it
 * checks by itself each viewer to whom it hands a stream on.
 */
export type Reader = { readonly kind: 'member'; readonly memberId: string } | { readonly kind: 'service' };

export const memberReader = (memberId: string): Reader => ({ kind: 'member', memberId });

export const serviceReader: Reader = { kind: 'service' };
