import * as z from 'zod/mini';
import { consoleRoles } from './console-api.ts';

// Apart from console-api.ts, so that a page can use its types without carrying zod.

const longestText = 500;
const Text = z.string().check(z.trim(), z.minLength(1), z.maxLength(longestText));

export const MappingRule = z.strictObject({
  claim: Text,
  op: z.enum(['equals', 'includes']),
  value: Text,
  role: z.enum(consoleRoles),
});

const Rules = z.array(MappingRule).check(z.minLength(1), z.maxLength(100));

export const SetupCodeEntry = z.strictObject({ code: z.string().check(z.maxLength(100)) });

/** Without `clientSecret` the stored one stays. */
export const SsoSettingsEntry = z.strictObject({
  issuer: Text,
  clientId: Text,
  clientSecret: z.optional(Text),
  rules: Rules.check(
    z.refine((rules) => rules.some(({ role }) => role === 'admin'), 'need one that makes somebody an admin'),
  ),
});

export const DryRun = z.strictObject({ rules: Rules, claims: z.record(z.string(), z.unknown()) });
