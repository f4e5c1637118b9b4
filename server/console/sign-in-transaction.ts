import { createHmac } from 'node:crypto';
import type { MappingRule } from '../../shared/console-api.ts';
import type { Secret } from '../secret.ts';

/** How long somebody may take at his provider. */
export const longestSignIn = 10 * 60_000;

/** A sign-in on its way. What the browser must bring back is made from its cookie, so nothing stored here would let anybody finish it. */
export type SignInTransaction = {
  /** A page of the console. */
  returnTo: string;
  /** The settings it was begun under. */
  settings: string;
} & (
  | { purpose: 'sign-in' }
  /** The same person, again. */
  | { purpose: 'again'; personId: string }
  /** Proves new settings, which are stored when it ends well; by the browser whose session this is. */
  | { purpose: 'settings'; session: string; candidate: CandidateSettings }
);

/** Sealed with the rest of the transaction, the secret too. */
export interface CandidateSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  rules: MappingRule[];
}

export interface SignInSecrets {
  state: string;
  nonce: string;
  verifier: string;
}

/** Each 256 bits, and none tells of another. */
export const secretsOf = (key: Secret): SignInSecrets => {
  const derived = (name: string) => createHmac('sha256', key.reveal()).update(name).digest('base64url');
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
};
