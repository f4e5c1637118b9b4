interface Schema {
  type?: string;
  $ref?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
}

type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}

export interface OpenapiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** POST and PUT of skill, skill-profile and team are published with their body as a query parameter. */
function bodyOutOfTheQuery(operation: Operation): void {
  const parameters = operation.parameters ?? [];
  const document = parameters.find(({ in: place, schema }) => place === 'query' && schema?.$ref?.endsWith('DTO'));
  if (!document?.schema) return;
  operation.parameters = parameters.filter((parameter) => parameter !== document);
  operation.requestBody = { required: true, content: { 'application/json': { schema: document.schema } } };
}

function jsonInsteadOfAnything(content: Content | undefined): void {
  const anything = content?.['*/*'];
  if (content && anything) content['application/json'] ??= anything;
}

/** Mends what no validator can work with, and refuses members that are not documented. */
function mendSchemas(value: unknown): void {
  if (Array.isArray(value)) value.forEach(mendSchemas);
  if (typeof value !== 'object' || value === null) return;
  const schema = value as Schema;
  if (typeof schema.pattern === 'string')
    schema.pattern = schema.pattern.replaceAll(String.raw`\d-_`, String.raw`\d\-_`);
  const documented = typeof schema.properties === 'object' && schema.$ref === undefined;
  if (documented && schema.type === 'object' && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
  }
  // `JsonValue` stands for any JSON; it is written as the class that carries it.
  if (documented && schema.properties && 'valueType' in schema.properties) schema.additionalProperties = true;
  Object.values(value).forEach(mendSchemas);
}

/** The document with its known faults mended (see ../shared/webex/README.md). Operations are found by path: their ids are not unique. */
export function normalised(published: unknown): OpenapiDocument {
  const document = structuredClone(published) as OpenapiDocument;
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) {
      bodyOutOfTheQuery(operation);
      jsonInsteadOfAnything(operation.requestBody?.content);
      for (const { content } of Object.values(operation.responses)) jsonInsteadOfAnything(content);
    }
  }
  mendSchemas(document);
  return document;
}
