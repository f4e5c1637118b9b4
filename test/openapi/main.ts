import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { derivedModule } from './derived-module.ts';

/** Writes the schemas that the types of `shared/` mean into the server, which has no compiler where it runs. */
writeFileSync(fileURLToPath(new URL('../../server/http/derived-schemas.ts', import.meta.url)), await derivedModule());
