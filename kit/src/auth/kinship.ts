import { type KeyObject, randomBytes, sign, verify } from 'node:crypto';

/** A question on `/readyz` that only a process of the same installation can answer. */
export const challengeHeader = 'x-moim-challenge';
export const proofHeader = 'x-moim-proof';

const challenge = /^[\w-]{22,64}$/;

export const newChallenge = (): string => randomBytes(24).toString('base64url');

/**
 * The answer of a subgraph's process: signed with the installation's private key, and good for nothing else.
 *
 * @returns null for what is no challenge
 */
export function proveKinship(privateKey: KeyObject, subgraph: string, asked: string): string | null {
  if (!challenge.test(asked)) return null;
  return sign(null, words(subgraph, asked), privateKey).toString('base64url');
}

/** Whether that subgraph, of the installation of this key, gave the answer. */
export function isKin(key: KeyObject, subgraph: string, asked: string, proof: string): boolean {
  return verify(null, words(subgraph, asked), key, Buffer.from(proof, 'base64url'));
}

/** Not a JWT's: a proof can never pass as a token. */
const words = (subgraph: string, asked: string): Buffer =>
  Buffer.from(`moim-kinship:${subgraph.toLowerCase()}:${asked}`);
