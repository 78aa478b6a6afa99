/**
 * The program's log: one JSON object per line. What is secret is taken out twice: by the name of its key, and by its shape in the
 * finished line, since a token may hide in an error's message or in a URL.
 */
import { pino, type DestinationStream, type Logger } from "pino";

export type Log = Logger;

const MASK = "***";
const SECRET_KEY = /token|secret|password|authorization|cookie|api_?key|credential|private_key|kek/i;
/** Beside a secret there are harmless facts about it: when it ends, its version. */
const HARMLESS_KEY = /_(at|version|id|ms|count|type)$/i;

const SHAPES: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/\b((?:access_|refresh_|id_|page_)?token|client_secret|code|state|password|signature)=[^&\s"'\\]+/gi, `$1=${MASK}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@"]+):[^\s/@"]+@/gi, `$1:${MASK}@`],
  // A child logger's own fields come already written: pino formats them apart.
  [/"(token|[a-z_]*(?:_token|secret|password|authorization|cookie|api_key))":"(?:[^"\\]|\\.)+"/gi, `"$1":"${MASK}"`],
  [/(\\?"(?:access_token|refresh_token|client_secret|password|code)\\?"\s*:\s*\\?")(?:[^"\\]|\\[^"])+/gi, `$1${MASK}`],
];

/** Takes secrets out of a text by their shape. */
export function scrubText(text: string): string {
  let out = text;
  for (const [shape, replacement] of SHAPES) out = out.replace(shape, replacement);
  return out;
}

/**
 * What is told of an error, and no more: other libraries hang whole clients, requests and rows of data onto theirs (node-postgres: `client`,
 * `detail`). What caused it stands in the stack. A field named `code` would be taken for one of OAuth's and masked.
 */
function plainError(error: Error): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === "string" || typeof code === "number" ? { error_code: code } : {}),
    stack: stackOf(error),
  };
}

const CAUSES = 5;

function stackOf(error: Error, left = CAUSES): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error && left > 0 ? `${stack}\ncaused by: ${stackOf(error.cause, left - 1)}` : stack;
}

/** Takes secrets out of a value by the names of its keys, at any depth. */
export function scrub(value: unknown, seen: ReadonlySet<object> = new Set()): unknown {
  if (value instanceof Error) return plainError(value);
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (seen.has(value)) return "[circular]";
  const inside = new Set(seen).add(value);
  if (Array.isArray(value)) return value.map((item) => scrub(item, inside));
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) out[key] = isSecret(key, item) ? MASK : scrub(item, inside);
  return out;
}

function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean") return false;
  return SECRET_KEY.test(key) && !HARMLESS_KEY.test(key);
}

const scrubFields = (fields: object) => scrub(fields) as Record<string, unknown>;

export function createLog(config: { log_level: string }, out: DestinationStream = process.stderr): Log {
  return pino(
    {
      level: config.log_level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are plain already; pino's own way would take every field of theirs.
      serializers: { err: (value: unknown) => scrub(value) },
      formatters: { level: (label) => ({ level: label }), log: scrubFields },
    },
    { write: (line: string) => out.write(scrubText(line)) },
  );
}
