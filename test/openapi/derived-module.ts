import { format } from 'prettier';
import { deriveSchemas } from './derive-schemas.ts';

/** `server/http/derived-schemas.ts`, as it should be. */
export function derivedModule(): Promise<string> {
  const { routes, schemas } = deriveSchemas();
  const code = `
/** Written by “npm run openapi” from the types in shared/; a test says when it is to be run again. What a route is sent and answers; null: nothing, or no JSON. */
export const derivedRoutes: Readonly<Record<string, { body: object | null; answer: object | null }>> = ${JSON.stringify(routes)};

export const derivedSchemas: Readonly<Record<string, object>> = ${JSON.stringify(schemas)};
`;
  return format(code, { parser: 'typescript', printWidth: 120, singleQuote: true });
}
