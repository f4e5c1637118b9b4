import type { Config } from './config.ts';

export interface OutboundHost {
  host: string;
  port: number;
  purpose: string;
}

type Places = Pick<Config, 'contactCenterUrl' | 'webexUrl' | 'identityUrl' | 'databaseUrl' | 'sso'>;

const usualPorts: Readonly<Record<string, number>> = {
  'https:': 443,
  'http:': 80,
  'postgres:': 5432,
  'postgresql:': 5432,
};

/**
 * Every host that this installation calls by itself, for a firewall. What browsers need is not among them; nor is an issuer that was set up at
 * the console, or another host that an issuer names for its tokens and keys.
 */
export function outboundHosts({ contactCenterUrl, webexUrl, identityUrl, databaseUrl, sso }: Places): OutboundHost[] {
  const hosts = [
    hostOf(contactCenterUrl, 'the contact center: who may what, reading the organization, writing skills'),
    hostOf(webexUrl, 'who a desktop token belongs to; the admin token and its renewal'),
    hostOf(identityUrl, 'revoking tokens (skilldesk disconnect)'),
    ...(sso ? [hostOf(sso.issuer, 'signing in to the console (OIDC_ISSUER)')] : []),
  ];
  return databaseUrl.startsWith('file:') ? hosts : [...hosts, hostOf(databaseUrl, 'the database, never by a proxy')];
}

function hostOf(address: string, purpose: string): OutboundHost {
  const { protocol, hostname, port } = new URL(address);
  return { host: hostname, port: port === '' ? (usualPorts[protocol] ?? 0) : Number(port), purpose };
}
