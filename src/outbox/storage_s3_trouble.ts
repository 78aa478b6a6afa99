/** What an S3-compatible service, or its silence, means: by the error's code, else by its status (Amazon S3 API Reference, "Error Responses"). Pure. */
import type { S3Config } from "../lib/config.ts";
import { StorageTrouble, type TroubleReason } from "./storage.ts";

const CODES: Record<string, TroubleReason> = {
  NoSuchBucket: "no_bucket",
  NoSuchKey: "gone",
  NotFound: "gone",
  PermanentRedirect: "other_region",
  AuthorizationHeaderMalformed: "other_region",
  RequestTimeTooSkewed: "clock",
  CredentialsProviderError: "refused",
  SlowDown: "busy",
  NotImplemented: "unsupported",
  MethodNotAllowed: "unsupported",
};

const WORDS: Record<Exclude<TroubleReason, "gone">, string> = {
  refused: "refused us: look at PRIVITY_S3_ACCESS_KEY_ID and PRIVITY_S3_SECRET_ACCESS_KEY, and at what they may do there",
  no_bucket: "does not exist: make it, or set PRIVITY_S3_BUCKET to the right one",
  other_region: "is in another region: set PRIVITY_S3_REGION to it",
  clock: "refused us because this machine's clock is wrong: keep it by NTP",
  unreachable: "cannot be reached: look at PRIVITY_S3_ENDPOINT and at the network",
  busy: "is too busy at the moment",
  unsupported: "does not know such a request",
  other: "answered with an error",
};

export function troubleOf({ bucket, endpoint }: Pick<S3Config, "bucket" | "endpoint">, error: unknown): StorageTrouble {
  if (error instanceof StorageTrouble) return error;
  const {
    name = "",
    message = "",
    code,
    $metadata,
  } = error as Partial<NodeJS.ErrnoException> & { $metadata?: { httpStatusCode?: number } };
  const reason = CODES[name] ?? reasonOf($metadata?.httpStatusCode);
  if (reason === "gone") return new StorageTrouble("gone", `The file's bytes are not in the bucket “${bucket}”.`, error);
  const said = [code ?? name, message].filter((one) => one !== "" && one !== "UnknownError").join(": ");
  const where = `The bucket “${bucket}”${endpoint === null ? "" : ` at ${endpoint}`}`;
  return new StorageTrouble(reason, `${where} ${WORDS[reason]}${said === "" ? "" : ` (${said})`}.`, error);
}

/** Without a status nobody answered. */
function reasonOf(status: number | undefined): TroubleReason {
  if (status === undefined) return "unreachable";
  if (status === 401 || status === 403) return "refused";
  if (status === 404) return "gone";
  if (status === 301 || status === 307) return "other_region";
  return status === 429 || status === 503 ? "busy" : "other";
}
