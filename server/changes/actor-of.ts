import type { Session } from '../identity/session.ts';
import type { Actor } from './ports.ts';

export const actorOf = ({ person: { id, name, email } }: Session): Actor => ({ id, name, email });
