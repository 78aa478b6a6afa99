/** Holds requests and answers against a vendor's OpenAPI documents. Knows no vendor. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
interface Parameter {
  $ref?: string;
  name: string;
  in: "query" | "header" | "path";
  required?: boolean;
  schema?: Schema;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { $ref?: string; required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { $ref?: string; content?: Record<string, { schema?: Schema }> }>;
}
interface Document {
  servers?: { url: string }[];
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
}
interface Route {
  document: Document;
  key: string;
  template: string;
  pattern: RegExp;
  /** Literal segments: the more, the closer the match (`/users/who_am_i` before `/users/{id}`). */
  literal: number;
}

export interface OpenApi {
  /** What the document does not allow in this request: unknown path, method, parameter, value. `body` is the JSON that it carries. */
  checkRequest(request: Request, body?: unknown): string[];
  /**
   * What the document does not allow in this answer. Places read `data.*.name`. Three kinds of line: `null <place>` (a null although the
   * document names another type), `unknown <place>` (a field that it does not name), `<place>: <message>`.
   */
  checkResponse(request: Request, status: number, json: unknown): string[];
}

/** A difference from the document that is known and meant. */
export interface Exception {
  /** Matched against the line of `checkRequest` or `checkResponse`. */
  line: RegExp;
  /** Matched against the request's path; everywhere when absent. */
  path?: RegExp;
  reason: string;
}

/** The lines that no exception explains. */
export function unexplained(request: Request, lines: readonly string[], exceptions: readonly Exception[]): string[] {
  const { pathname } = new URL(request.url);
  return lines.filter((line) => !exceptions.some((one) => one.line.test(line) && (one.path?.test(pathname) ?? true)));
}

/** Reads one document, or several that share the paths of one API. */
export function loadOpenApi(paths: string[]): OpenApi {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, validateFormats: true, logger: false, coerceTypes: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const routes: Route[] = [];
  const documents = new Map<string, Document>();
  for (const [place, path] of paths.entries()) {
    const document = JSON.parse(readFileSync(path, "utf8")) as Document;
    const key = `document${place}`;
    documents.set(key, document);
    ajv.addSchema(document, key);
    for (const template of Object.keys(document.paths)) routes.push(toRoute(document, key, template));
  }
  routes.sort((a, b) => b.literal - a.literal);
  const compiled = new WeakMap<object, ValidateFunction>();

  const validator = (route: Route, schema: Schema): ValidateFunction => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = ajv.compile(absolute(schema, route.key) as object);
    compiled.set(schema, made);
    return made;
  };
  const check = (route: Route, schema: Schema, value: unknown): string[] => {
    const validate = validator(route, schema);
    const lines = validate(value) ? [] : (validate.errors ?? []).map((error) => describe(error, value));
    return [...new Set([...lines, ...unknownFields(route.document, schema, value, "")])];
  };

  return {
    checkRequest(request, body) {
      const found = find(routes, request);
      if (typeof found === "string") return [found];
      const { route, operation, values } = found;
      const lines = checkParameters(request, values, parametersOf(route, operation), (schema, value) => check(route, schema, value));
      const schema = jsonSchema(resolve(route.document, operation.requestBody ?? {}).content);
      if (body !== undefined && schema) lines.push(...check(route, schema, body));
      if (body !== undefined && !operation.requestBody) lines.push("body: none is described");
      return lines;
    },
    checkResponse(request, status, json) {
      const found = find(routes, request);
      if (typeof found === "string") return [found];
      const responses = found.operation.responses ?? {};
      const described = responses[String(status)] ?? responses["default"];
      if (!described) return [`status ${status} is not described`];
      const schema = jsonSchema(resolve(found.route.document, described).content);
      if (!schema) return json === undefined || json === null ? [] : [`status ${status} is described without a body`];
      return check(found.route, schema, json);
    },
  };
}

function toRoute(document: Document, key: string, template: string): Route {
  const base = new URL(document.servers?.[0]?.url ?? "/", "http://document").pathname.replace(/\/$/, "");
  const literal = template.split("/").filter((part) => part !== "" && !part.startsWith("{")).length;
  // `.json` at the end is optional: Clio's documents write paths with it, its guides without.
  const text = (base + template.replace(/\.json$/, "")).replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+?)");
  return { document, key, template, pattern: new RegExp(`^${text}(?:\\.json)?$`), literal };
}

function find(routes: readonly Route[], request: Request): { route: Route; operation: Operation; values: Record<string, string> } | string {
  const { pathname } = new URL(request.url);
  const fitting = routes.filter((route) => route.pattern.test(pathname));
  if (fitting.length === 0) return `path ${pathname} is not described`;
  for (const route of fitting) {
    const operation = route.document.paths[route.template]?.[request.method.toLowerCase()];
    if (operation) return { route, operation, values: { ...route.pattern.exec(pathname)?.groups } };
  }
  return `method ${request.method} is not described for ${pathname}`;
}

function parametersOf(route: Route, operation: Operation): Parameter[] {
  const shared = route.document.paths[route.template]?.parameters ?? [];
  return [...(Array.isArray(shared) ? shared : []), ...(operation.parameters ?? [])].map((one) => resolve(route.document, one));
}

function checkParameters(
  request: Request,
  path: Record<string, string>,
  parameters: readonly Parameter[],
  check: (schema: Schema, value: unknown) => string[],
): string[] {
  const lines: string[] = [];
  const query = new URL(request.url).searchParams;
  const named = new Map(parameters.filter((one) => one.in === "query").map((one) => [one.name, one]));
  for (const [name, text] of query) {
    // `custom_field_values[123]` is described as `custom_field_values`; its operator enumeration describes the prefix, not the value.
    const keyed = named.has(name) ? undefined : /^(\w+)\[\d+\]$/.exec(name)?.[1];
    const parameter = named.get(name) ?? named.get(name.replace(/\[\]$/, ""));
    if (keyed !== undefined && named.has(keyed)) continue;
    if (!parameter) lines.push(`query ${name} is not described`);
    else if (parameter.schema)
      lines.push(...check(parameter.schema, coerced(parameter.schema, text)).map((line) => `query ${name} ${line}`));
  }
  for (const one of parameters) {
    if (!one.required) continue;
    const given =
      one.in === "query" ? query.has(one.name) : one.in === "header" ? request.headers.has(one.name) : path[one.name] !== undefined;
    if (!given) lines.push(`${one.in} ${one.name} is required`);
  }
  for (const one of parameters) {
    const text = one.in === "path" ? path[one.name] : one.in === "header" ? (request.headers.get(one.name) ?? undefined) : undefined;
    if (text !== undefined && one.schema)
      lines.push(...check(one.schema, coerced(one.schema, text)).map((line) => `${one.in} ${one.name} ${line}`));
  }
  return lines;
}

/** A parameter's text as the type that the document gives it; the text itself where it does not read so. */
function coerced(schema: Schema, text: string): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if ((type === "integer" || type === "number") && text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (type === "array") return schema.items ? text.split(",").map((one) => coerced(schema.items as Schema, one)) : text.split(",");
  return text;
}

const jsonSchema = (content: Record<string, { schema?: Schema }> | undefined): Schema | undefined =>
  Object.entries(content ?? {}).find(([type]) => type.startsWith("application/json"))?.[1].schema;

/** Follows `$ref` inside its own document. */
function resolve<T extends { $ref?: string }>(document: Document, item: T): T {
  if (!item.$ref) return item;
  let found: unknown = document;
  for (const part of item.$ref.slice(2).split("/")) {
    found = (found as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return resolve(document, found as T);
}

/** A copy whose `$ref`s name the document, so that it can be compiled on its own. */
function absolute(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((one) => absolute(one, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === "$ref" && typeof one === "string" && one.startsWith("#") ? key + one : absolute(one, key),
    ]),
  );
}

function describe(error: ErrorObject, value: unknown): string {
  const parts = error.instancePath.split("/").slice(1);
  const place = parts.map((part) => (/^\d+$/.test(part) ? "*" : part)).join(".");
  let found: unknown = value;
  for (const part of parts) found = (found as Record<string, unknown> | undefined)?.[part];
  if (found === null && (error.keyword === "type" || error.keyword === "enum")) return `null ${place}`;
  return `${place}: ${error.message ?? error.keyword}${error.keyword === "enum" ? ` (${JSON.stringify(found)})` : ""}`;
}

/** Fields that no schema on the way names. A schema that names none at all describes a free object. */
function unknownFields(document: Document, schema: Schema, value: unknown, place: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  const known = flatten(document, schema);
  if (Array.isArray(value)) {
    const items = known.find((one) => one.items)?.items;
    return items ? [...new Set(value.flatMap((one) => unknownFields(document, items, one, join(place, "*"))))] : [];
  }
  const properties = new Map(known.flatMap((one) => Object.entries(one.properties ?? {})));
  if (properties.size === 0) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const property = properties.get(name);
    return property ? unknownFields(document, property, one, join(place, name)) : [`unknown ${join(place, name)}`];
  });
}

const join = (place: string, name: string): string => (place === "" ? name : `${place}.${name}`);

/** The schema and everything that it is composed of. */
function flatten(document: Document, schema: Schema): Schema[] {
  const own = resolve(document, schema);
  return [own, ...[...(own.allOf ?? []), ...(own.oneOf ?? []), ...(own.anyOf ?? [])].flatMap((one) => flatten(document, one))];
}
