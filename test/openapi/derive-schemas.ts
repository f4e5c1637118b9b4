import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

type JsonSchema = Record<string, unknown>;

export interface DerivedSchemas {
  /** By name of the route: what it is sent and what it answers; null: nothing, or no JSON. */
  routes: Record<string, { body: JsonSchema | null; answer: JsonSchema | null }>;
  /** What has a name in `shared/`. */
  schemas: Record<string, JsonSchema>;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * JSON schemas of the types that the rows of the route table carry, by the compiler itself: what handlers and widget are compiled against is
 * what the document says. Types of ours that have a name become named schemas.
 */
export function deriveSchemas(): DerivedSchemas {
  const table = join(root, 'server/http/route-table.ts');
  const problem = join(root, 'shared/problem.ts');
  const { config } = ts.readConfigFile(join(root, 'server/tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'server'));
  const program = ts.createProgram([table, problem], options);
  const deriving = new Deriving(program.getTypeChecker());
  const rows = exported(program, table, 'routeTable');
  const routes = Object.fromEntries(
    rows.getProperties().map((row) => [row.name, deriving.route(deriving.checker.getTypeOfSymbol(row))]),
  );
  deriving.schemaOf(exported(program, problem, 'Problem'));
  return {
    routes,
    schemas: Object.fromEntries([...deriving.schemas].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function exported(program: ts.Program, file: string, name: string): ts.Type {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  const found = symbol && checker.getExportsOfModule(symbol).find((one) => one.name === name);
  if (!found) throw new Error(`${file} exports no ${name}`);
  return found.flags & ts.SymbolFlags.Value ? checker.getTypeOfSymbol(found) : checker.getDeclaredTypeOfSymbol(found);
}

class Deriving {
  readonly checker: ts.TypeChecker;
  readonly schemas = new Map<string, JsonSchema>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  route(row: ts.Type): { body: JsonSchema | null; answer: JsonSchema | null } {
    const types = row.getProperty('types');
    const [signature] = types
      ? this.checker.getNonNullableType(this.checker.getTypeOfSymbol(types)).getCallSignatures()
      : [];
    const [parameter] = signature?.parameters ?? [];
    if (!signature || !parameter) return { body: null, answer: null };
    return {
      body: this.#orNothing(this.checker.getTypeOfSymbol(parameter)),
      answer: this.#orNothing(signature.getReturnType()),
    };
  }

  #orNothing(type: ts.Type): JsonSchema | null {
    return type.flags & ts.TypeFlags.Undefined ? null : this.schemaOf(type);
  }

  schemaOf(type: ts.Type): JsonSchema {
    const name = nameOf(type);
    if (name === undefined) return this.#inline(type);
    if (!this.schemas.has(name)) {
      this.schemas.set(name, {});
      this.schemas.set(name, { ...this.#described(type.aliasSymbol ?? type.symbol), ...this.#inline(type) });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #inline(type: ts.Type): JsonSchema {
    const { flags } = type;
    if (type.isUnion()) return this.#union(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.checker.typeToString(type) === 'true' };
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    if (flags & ts.TypeFlags.String) return { type: 'string' };
    if (flags & ts.TypeFlags.Number) return { type: 'number' };
    if (flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    if (this.checker.isArrayType(type)) {
      const [member] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: member ? this.schemaOf(member) : {} };
    }
    if (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#object(type);
    if (type.flags & ts.TypeFlags.NonPrimitive) return { type: 'object' };
    throw new Error(`the API has a type that JSON has not: ${this.checker.typeToString(type)}`);
  }

  #union(type: ts.UnionType): JsonSchema {
    const members = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const literals = members.filter((member) => member.isStringLiteral());
    const booleans = members.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
    const others = members.filter((member) => !member.isStringLiteral() && !booleans.includes(member));
    const choices = [
      ...(literals.length > 0 ? [{ type: 'string', enum: literals.map(({ value }) => value) }] : []),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((one) => this.#inline(one))),
      ...others.map((member) => this.schemaOf(member)),
    ];
    const [only, ...more] = choices;
    return more.length === 0 && only ? only : { anyOf: choices };
  }

  #object(type: ts.Type): JsonSchema {
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (index) return { type: 'object', additionalProperties: this.schemaOf(index) };
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      const own = this.checker.getTypeOfSymbol(property);
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      if (!isOptional) required.push(property.name);
      properties[property.name] = { ...this.schemaOf(own), ...this.#described(property) };
    }
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  }

  #described(symbol: ts.Symbol): { description?: string } {
    const description = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    return description === '' ? {} : { description };
  }
}

/** Of a type that `shared/` declares and exports by name, and that takes no other type. */
function nameOf(type: ts.Type): string | undefined {
  const symbol = type.aliasSymbol ?? (type.flags & ts.TypeFlags.Object ? type.symbol : undefined);
  if (!symbol || (type.aliasTypeArguments?.length ?? 0) > 0) return undefined;
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || !/\/shared\/[\w-]+\.ts$/.test(declaration.getSourceFile().fileName)) return undefined;
  const isNamed = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
  return isNamed ? symbol.name : undefined;
}
