import type { Response } from 'express';
import type { Initiator } from '../audit/ports.ts';
import { consoleSessionOf } from '../console/console-guards.ts';

/** Who asks, as the audit trail names him; without a person it is whoever has the command line of the host. */
export const initiatorOf = (response: Response): Initiator => consoleSessionOf(response).person ?? 'operator';
