/**
 * Types for openapi-fetch from an OpenAPI 3.1 document, in the shape of openapi-typescript, which cannot run on TypeScript 7 (it needs the
 * compiler's old API). It knows what our own document uses, and refuses what it does not know.
 */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  description?: string;
}

interface Media {
  content?: Record<string, { schema: Schema }>;
}

interface Operation {
  operationId: string;
  summary?: string;
  parameters?: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  requestBody?: Media & { required?: boolean };
  responses: Record<string, Media>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function typesOf(document: OpenApiDocument): string {
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => `    ${quoted(name)}: ${typeOf(schema)};`);
  const paths = Object.entries(document.paths).map(([path, item]) => pathOf(path, item));
  return [
    "/** Made from the API's own document by `npm run api:types`; do not edit. */",
    "export interface components {\n  schemas: {",
    ...schemas,
    "  };\n}\n",
    "export interface paths {",
    ...paths,
    "}\n",
  ].join("\n");
}

function pathOf(path: string, item: Record<string, Operation>): string {
  const methods = METHODS.map((method) => {
    const operation = item[method];
    return operation
      ? `    /** ${operation.summary ?? operation.operationId} */\n    ${method}: ${operationOf(operation)};`
      : `    ${method}?: never;`;
  });
  return `  ${quoted(path)}: {\n    parameters: { query?: never; header?: never; path?: never; cookie?: never };\n${methods.join("\n")}\n  };`;
}

function operationOf({ parameters = [], requestBody, responses }: Operation): string {
  const places = (["query", "header", "path"] as const).map((place) => {
    const own = parameters.filter((parameter) => parameter.in === place);
    if (own.length === 0) return `${place}?: never;`;
    const fields = own.map((one) => `${quoted(one.name)}${one.required ? "" : "?"}: ${typeOf(one.schema)};`).join(" ");
    return `${place}${own.some((one) => one.required) ? "" : "?"}: { ${fields} };`;
  });
  const body = requestBody ? `requestBody${requestBody.required ? "" : "?"}: { ${contentOf(requestBody)} };` : "requestBody?: never;";
  const answers = Object.entries(responses).map(
    ([status, answer]) => `${status}: { headers: { [name: string]: unknown }; ${contentOf(answer)} };`,
  );
  return `{ parameters: { ${places.join(" ")} cookie?: never }; ${body} responses: { ${answers.join(" ")} } }`;
}

function contentOf({ content }: Media): string {
  if (!content) return "content?: never;";
  return `content: { ${Object.entries(content)
    .map(([type, { schema }]) => `${quoted(type)}: ${typeOf(schema)};`)
    .join(" ")} };`;
}

export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return refOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return `(${either.map(typeOf).join(" | ")})`;
  if (schema.allOf) return `(${[...schema.allOf.map(typeOf), ...(schema.properties ? [objectOf(schema)] : [])].join(" & ")})`;
  if (Array.isArray(schema.type)) return `(${schema.type.map((type) => typeOf({ ...schema, type })).join(" | ")})`;
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return `(${typeOf(schema.items ?? {})})[]`;
    case "object":
      return objectOf(schema);
    case undefined:
      return schema.properties ? objectOf(schema) : "unknown";
    default:
      throw new Error(`a schema of type ${schema.type} is not known here`);
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${quoted(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`,
  );
  if (fields.length === 0 && additionalProperties !== false)
    return `{ [name: string]: ${typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown"} }`;
  return `{ ${fields.join(" ")} }`;
}

function refOf(ref: string): string {
  const name = /^#\/components\/schemas\/(.+)$/.exec(ref)?.[1];
  if (name === undefined) throw new Error(`${ref} leads out of the document's schemas`);
  return `components["schemas"][${quoted(name)}]`;
}

const quoted = (name: string) => JSON.stringify(name);
