import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { normalised, type OpenapiDocument, type Operation } from './openapi-normalisation.ts';

/** One request and its answer, as the simulator records them. */
export interface Exchange {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  status: number;
  answer: unknown;
}

/** One point in which an exchange does not fit the published documents. */
export interface Violation {
  of: 'request' | 'answer';
  method: string;
  path: string;
  status: number;
  message: string;
}

interface Source {
  document: OpenapiDocument;
  /** What stands before the document's paths in a URL. */
  prefix: string;
  name: string;
}

interface Found {
  source: Source;
  template: string;
  operation: Operation | undefined;
}

const folder = new URL('../../../shared/webex/', import.meta.url);
const files = { 'contact-center': '', admin: '/v1' };

const pointer = (...parts: string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** How well a template fits a path: the number of literal segments, or -1. */
function fit(template: string, path: string): number {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return -1;
  let literals = 0;
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith('{')) continue;
    if (segment !== given[index]) return -1;
    literals += 1;
  }
  return literals;
}

function fitsType(type: string | undefined, text: string): boolean {
  if (type === 'integer') return /^-?\d+$/.test(text);
  if (type === 'boolean') return text === 'true' || text === 'false';
  return true;
}

/** Webex's published documents, and whether an exchange fits them. */
class OfficialOpenapi {
  readonly #sources: Source[];
  readonly #ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    unicodeRegExp: false,
    validateSchema: false,
    logger: false,
  });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(sources: Source[]) {
    this.#sources = sources;
    addFormats(this.#ajv);
    this.#ajv.addFormat('string', true);
    for (const { name, document } of sources) this.#ajv.addSchema(document, name);
  }

  checkRequest(exchange: Exchange): Violation[] {
    const { method, path, status } = exchange;
    const found = this.#find(method, path);
    const messages = found?.operation
      ? [...this.#queryFaults(found.operation, exchange), ...this.#bodyFaults(found, exchange)]
      : [found ? 'the method is not in the published documents' : 'the path is not in the published documents'];
    return messages.map((message) => ({ of: 'request', method, path, status, message }));
  }

  checkAnswer(exchange: Exchange): Violation[] {
    const { method, path, status } = exchange;
    const found = this.#find(method, path);
    const messages = found?.operation
      ? this.#answerFaults(found, exchange)
      : [found ? 'the method is not in the published documents' : 'the path is not in the published documents'];
    return messages.map((message) => ({ of: 'answer', method, path, status, message }));
  }

  #find(method: string, path: string): Found | undefined {
    let best: Found | undefined;
    let most = -1;
    for (const source of this.#sources) {
      if (!path.startsWith(source.prefix)) continue;
      for (const [template, operations] of Object.entries(source.document.paths)) {
        const literals = fit(template, path.slice(source.prefix.length));
        if (literals <= most) continue;
        most = literals;
        best = { source, template, operation: operations[method.toLowerCase()] };
      }
    }
    return best;
  }

  #queryFaults({ parameters = [] }: Operation, { query }: Exchange): string[] {
    const documented = parameters.filter((parameter) => parameter.in === 'query');
    const missing = documented.filter(({ name, required }) => required && !(name in query));
    const faults = missing.map(({ name }) => `query: ${name} is required`);
    for (const [name, value] of Object.entries(query)) {
      const parameter = documented.find((candidate) => candidate.name === name);
      if (!parameter) faults.push(`query: ${name} is not in the published documents`);
      else if (!fitsType(parameter.schema?.type, value))
        faults.push(`query: ${name} must be ${parameter.schema?.type}`);
    }
    return faults;
  }

  #bodyFaults({ source, template, operation }: Found, { method, body, headers }: Exchange): string[] {
    const content = operation?.requestBody?.content;
    if (!content) return body === undefined ? [] : ['body: there is none in the published documents'];
    if (body === undefined) return operation.requestBody?.required ? ['body: is required'] : [];
    const type = String(headers['content-type']).split(';')[0] ?? '';
    if (!(type in content)) return [`body: ${type} is not in the published documents`];
    const place = pointer('paths', template, method.toLowerCase(), 'requestBody', 'content', type, 'schema');
    return this.#schemaFaults(`${source.name}#${place}`, body, 'body');
  }

  #answerFaults({ source, template, operation }: Found, { method, status, answer }: Exchange): string[] {
    const response = operation?.responses[status];
    if (!response) return [`status: ${status} is not in the published documents`];
    if (!response.content?.['application/json']) {
      // The admin document describes its errors in words only.
      return answer === undefined || status >= 400 ? [] : ['answer: there is no body in the published documents'];
    }
    if (answer === undefined) return ['answer: is empty'];
    const responses = pointer('paths', template, method.toLowerCase(), 'responses', String(status));
    const place = `${responses}${pointer('content', 'application/json', 'schema')}`;
    return this.#schemaFaults(`${source.name}#${place}`, answer, 'answer');
  }

  #schemaFaults(reference: string, value: unknown, what: string): string[] {
    const validate = this.#validators.get(reference) ?? this.#ajv.compile({ $ref: reference });
    this.#validators.set(reference, validate);
    if (validate(value)) return [];
    const faults = (validate.errors ?? []).map(({ instancePath, message, params, data }) => {
      const named = params as { additionalProperty?: string };
      const extra = named.additionalProperty === undefined ? '' : ` '${named.additionalProperty}'`;
      return `${what}: ${instancePath} ${message ?? ''}${extra}${data === null ? ', is null' : ''}`;
    });
    return [...new Set(faults)];
  }
}

function load(): OfficialOpenapi | null {
  const sources = Object.entries(files).map(([name, prefix]) => ({
    name,
    prefix,
    url: new URL(`${name}.json`, folder),
  }));
  if (!sources.every(({ url }) => existsSync(url))) return null;
  return new OfficialOpenapi(
    sources.map(({ name, prefix, url }) => ({
      name,
      prefix,
      document: normalised(JSON.parse(readFileSync(url, 'utf8'))),
    })),
  );
}

/** `null` when the documents do not lie beside the checkout. */
export const officialOpenapi: OfficialOpenapi | null = load();

/** Why the contract cannot be checked here. */
export const openapiMissing = `Webex's published OpenAPI is not at ${fileURLToPath(folder)} (fetch it from https://github.com/webex/webex-openapi-specs): the contract is NOT checked.`;
