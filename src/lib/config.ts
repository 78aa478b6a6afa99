/** The only reader of the environment. What is wrong is told by name, with what would be right. */
import { join, resolve } from "node:path";
import { z } from "zod";
import { Secret } from "./secret.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;

/** An unset variable and an empty one are the same: compose files and CI set empty ones. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).transform((url) => url.replace(/\/+$/, ""));
const text = optional(z.string());
const yes_or_no = z.enum(["1", "true", "0", "false"], { error: "must be 1 or 0" }).transform((said) => said === "1" || said === "true");
const ENCRYPTIONS = ["AES256", "aws:kms", "aws:kms:dsse"] as const;

const schema = z.object({
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host:5432/database" })),
  PRIVITY_DATA_DIR: text,
  PRIVITY_SECRET_KEY: optional(
    z.string().refine((key) => decodeKey(key) !== null, "must be 32 random bytes in base64 or hex (`openssl rand -base64 32`)"),
  ),
  PRIVITY_SECRET_KEY_FILE: text,
  PRIVITY_CLIO_URL: optional(httpUrl),
  PRIVITY_MYCASE_AUTH_URL: optional(httpUrl),
  PRIVITY_MYCASE_API_URL: optional(httpUrl),
  PRIVITY_TWILIO_URL: optional(httpUrl),
  MYCASE_WEBHOOK_HEADER: optional(z.string().regex(/^[a-z0-9-]+$/i, "must be the name of an HTTP header")),
  PRIVITY_HOST: text,
  PRIVITY_SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587" })),
  PRIVITY_MAIL_FROM: text,
  PRIVITY_ALLOW_LOCAL_WEBHOOKS: optional(yes_or_no),
  PRIVITY_METRICS_TOKEN: optional(z.string().min(16, "must have at least 16 characters")),
  PRIVITY_SECRET_KEY_PREVIOUS: optional(
    z.string().refine((key) => decodeKey(key) !== null, "must be 32 bytes in base64 or hex: the key before the last rotation"),
  ),
  PRIVITY_MAX_FILE_MB: optional(z.coerce.number({ error: "must be a number of megabytes" }).int().min(1).max(1_000_000)),
  PRIVITY_S3_BUCKET: text,
  PRIVITY_S3_PREFIX: text,
  PRIVITY_S3_REGION: text,
  PRIVITY_S3_ENDPOINT: optional(httpUrl),
  PRIVITY_S3_PATH_STYLE: optional(yes_or_no),
  PRIVITY_S3_ACCESS_KEY_ID: text,
  PRIVITY_S3_SECRET_ACCESS_KEY: text,
  PRIVITY_S3_ENCRYPTION: optional(z.enum(ENCRYPTIONS, { error: `must be one of ${ENCRYPTIONS.join(", ")}` })),
  PRIVITY_S3_KMS_KEY_ID: text,
  PRIVITY_REQUESTS_PER_MINUTE: optional(z.coerce.number({ error: "must be a number" }).int().min(1).max(1_000_000)),
  PRIVITY_PORT: optional(z.coerce.number({ error: "must be a port number" }).int().min(0).max(65535)),
  PRIVITY_URL: optional(httpUrl),
  PRIVITY_LOG: optional(z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` })),
});

export interface ClientCredentials {
  client_id: string;
  client_secret: Secret;
}

export interface S3Config {
  bucket: string;
  /** "" or what every key begins with, such as `privity/`. */
  prefix: string;
  /** Null: as the SDK finds it (AWS_REGION, its configuration file). */
  region: string | null;
  /** Of another service than Amazon's. */
  endpoint: string | null;
  /** The bucket stands in the path, not before the host. */
  path_style: boolean;
  /** Null: as the SDK finds them (AWS_ACCESS_KEY_ID, its configuration file, the machine's role). */
  credentials: { access_key_id: string; secret_access_key: Secret } | null;
  /** What is asked of the service for each object; null: as the bucket has it. */
  encryption: (typeof ENCRYPTIONS)[number] | null;
  kms_key_id: string | null;
}

export interface Config {
  /** Null: the PostgreSQL that comes with the program, in `data_dir`. */
  database_url: string | null;
  data_dir: string;
  /** The key-encryption key, base64 or hex; null: kept in `secret_key_file`, made at the first start. */
  secret_key: Secret | null;
  secret_key_file: string;
  /** While keys are rotated: the one before. A file has it beside it, as `<file>.previous`. */
  secret_key_previous: Secret | null;
  /** Whether webhooks may be sent into private networks and to this machine. */
  allow_local_webhooks: boolean;
  /** How often one API key or session may ask. */
  requests_per_minute: number;
  /** Who reads /metrics has to name it; null: only this machine reads them. */
  metrics_token: Secret | null;
  /** The largest file that may be uploaded. */
  max_file_bytes: number;
  /** The bucket where uploaded files lie; null: in `data_dir`. */
  s3: S3Config | null;
  clio: { url: string | null };
  /** `webhook_header`: in which MyCase signs its deliveries; null while nobody knows (mycase.md §5.2), then they are hints without proof. */
  mycase: { auth_url: string | null; api_url: string | null; webhook_header: string | null };
  /** Where the API that carries texts is; a double of it stands in where something is tried. */
  twilio_url: string;
  /** The OAuth application at the provider. Clio's applications belong to one region each (B-CON-4): `CLIO_EU_CLIENT_ID` before `CLIO_CLIENT_ID`. */
  oauthClient(provider: "clio" | "mycase", region: string | null): ClientCredentials | null;
  /** Which of the machine's addresses to listen on. */
  host: string;
  port: number;
  /** Null: no mail is sent; what would be is kept, and the command line shows it. */
  mail: { smtp_url: Secret; from: string } | null;
  /** Where browsers reach us; OAuth redirects and webhooks are built on it. */
  url: string;
  log_level: (typeof LOG_LEVELS)[number];
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** For a command that starts Privity with some variables changed. */
export const systemEnvironment = (): Environment => process.env;

/** A port that the command line says goes before the one in the environment; links are built on it too. */
export const withPort = (env: Environment, port: string | undefined): Environment =>
  port === undefined ? env : { ...env, PRIVITY_PORT: port };

export function readConfig(env: Environment = systemEnvironment()): Config {
  const read = schema.safeParse(env);
  if (!read.success) throw new ConfigError(read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  const value = read.data;
  const data_dir = resolve(value.PRIVITY_DATA_DIR ?? ".privity");
  const port = value.PRIVITY_PORT ?? 8790;
  return {
    database_url: value.DATABASE_URL ?? null,
    data_dir,
    secret_key: value.PRIVITY_SECRET_KEY === undefined ? null : new Secret(value.PRIVITY_SECRET_KEY),
    secret_key_file: value.PRIVITY_SECRET_KEY_FILE ? resolve(value.PRIVITY_SECRET_KEY_FILE) : join(data_dir, "secret.key"),
    secret_key_previous: value.PRIVITY_SECRET_KEY_PREVIOUS === undefined ? null : new Secret(value.PRIVITY_SECRET_KEY_PREVIOUS),
    allow_local_webhooks: value.PRIVITY_ALLOW_LOCAL_WEBHOOKS ?? false,
    requests_per_minute: value.PRIVITY_REQUESTS_PER_MINUTE ?? 1200,
    metrics_token: value.PRIVITY_METRICS_TOKEN === undefined ? null : new Secret(value.PRIVITY_METRICS_TOKEN),
    max_file_bytes: (value.PRIVITY_MAX_FILE_MB ?? 2048) * 1024 * 1024,
    s3: s3Config(value),
    clio: { url: value.PRIVITY_CLIO_URL ?? null },
    mycase: {
      auth_url: value.PRIVITY_MYCASE_AUTH_URL ?? null,
      api_url: value.PRIVITY_MYCASE_API_URL ?? null,
      webhook_header: value.MYCASE_WEBHOOK_HEADER ?? null,
    },
    twilio_url: value.PRIVITY_TWILIO_URL ?? "https://api.twilio.com",
    oauthClient: (provider, region) => credentials(env, provider, region),
    host: value.PRIVITY_HOST ?? "127.0.0.1",
    port,
    mail: mailConfig(value.PRIVITY_SMTP_URL, value.PRIVITY_MAIL_FROM),
    url: value.PRIVITY_URL ?? `http://127.0.0.1:${port}`,
    log_level: value.PRIVITY_LOG ?? "info",
  };
}

function mailConfig(smtp_url: string | undefined, from: string | undefined): Config["mail"] {
  if (smtp_url === undefined) return null;
  if (from === undefined) throw new ConfigError("PRIVITY_MAIL_FROM: must say who sends the mail, such as Privity <privity@example.com>");
  return { smtp_url: new Secret(smtp_url), from };
}

function s3Config(value: z.infer<typeof schema>): S3Config | null {
  const { PRIVITY_S3_BUCKET: bucket, PRIVITY_S3_ACCESS_KEY_ID: id, PRIVITY_S3_SECRET_ACCESS_KEY: secret } = value;
  if (bucket === undefined) {
    const alone = Object.entries(value).find(([name, said]) => name.startsWith("PRIVITY_S3_") && said !== undefined)?.[0];
    if (alone !== undefined) throw new ConfigError(`${alone}: says nothing without PRIVITY_S3_BUCKET, the bucket's name`);
    return null;
  }
  if ((id === undefined) !== (secret === undefined))
    throw new ConfigError("PRIVITY_S3_ACCESS_KEY_ID and PRIVITY_S3_SECRET_ACCESS_KEY: set both, or neither");
  const endpoint = value.PRIVITY_S3_ENDPOINT ?? null;
  const prefix = (value.PRIVITY_S3_PREFIX ?? "").replaceAll(/^\/+|\/+$/g, "");
  return {
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    // Services other than Amazon's mostly have one region, and are asked in this one's name.
    region: value.PRIVITY_S3_REGION ?? (endpoint === null ? null : "us-east-1"),
    endpoint,
    path_style: value.PRIVITY_S3_PATH_STYLE ?? endpoint !== null,
    credentials: id === undefined || secret === undefined ? null : { access_key_id: id, secret_access_key: new Secret(secret) },
    encryption: value.PRIVITY_S3_ENCRYPTION ?? null,
    kms_key_id: value.PRIVITY_S3_KMS_KEY_ID ?? null,
  };
}

function credentials(env: Environment, provider: "clio" | "mycase", region: string | null): ClientCredentials | null {
  const name = provider.toUpperCase();
  const prefixes = region ? [`${name}_${region.toUpperCase()}`, name] : [name];
  for (const prefix of prefixes) {
    const id = env[`${prefix}_CLIENT_ID`];
    const secret = env[`${prefix}_CLIENT_SECRET`];
    if (id && secret) return { client_id: id, client_secret: new Secret(secret) };
  }
  return null;
}

/** 32 bytes in hex or base64; null for anything else. */
export function decodeKey(key: string): Buffer | null {
  const trimmed = key.trim();
  const bytes = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? "hex" : "base64");
  return bytes.length === 32 ? bytes : null;
}
