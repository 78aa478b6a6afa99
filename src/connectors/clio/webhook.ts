/** Clio's deliveries: hex HMAC-SHA256 of the raw bytes; the body names neither model nor time (clio.md §6.3). */
import type { Connector, WebhookHint } from "../../model/connector.ts";
import type { Kind } from "../../model/kinds.ts";
import { parseJson } from "../../lib/json.ts";
import { idText } from "../../lib/shape.ts";
import { signatureFits } from "../../lib/signature.ts";

/** Clio has no webhooks for the other kinds that we read (clio.md §6.1). */
const MODELS = [
  { model: "contact", kind: "contact" },
  { model: "matter", kind: "matter" },
] as const;
const KIND_OF_MODEL = new Map<string, Kind>(MODELS.map(({ model, kind }) => [model, kind]));
const HANDSHAKE = "x-hook-secret";

const ACTION_OF_EVENT: Record<string, WebhookHint["action"]> = {
  created: "created",
  updated: "updated",
  deleted: "deleted",
  matter_opened: "updated",
  matter_pended: "updated",
  matter_closed: "updated",
};

export const clioWebhook: Omit<Connector["webhook"], "subscriptions"> = {
  models: MODELS,
  hint(body, model) {
    const kind = KIND_OF_MODEL.get(model ?? "");
    const { data, meta } = parsed(body);
    const provider_id = idText(data?.id);
    const action = ACTION_OF_EVENT[typeof meta?.event === "string" ? meta.event : ""];
    return kind && provider_id !== null && action ? { kind, provider_id, action, versioned: typeof data?.etag === "string" } : null;
  },
  verify: (body, headers, secret) => signatureFits(body, secret, headers.get("x-hook-signature")),
  // Answered with the same header; unsigned, so whoever takes it has to expect it (clio.md §6.2).
  handshake(headers) {
    const secret = headers.get(HANDSHAKE);
    return secret ? { secret, answer: { [HANDSHAKE]: secret } } : null;
  },
};

interface Body {
  data?: { id?: unknown; etag?: unknown } | null;
  meta?: { event?: unknown } | null;
}

function parsed(body: Uint8Array): Body {
  try {
    return (parseJson(Buffer.from(body).toString("utf8")) as Body | null) ?? {};
  } catch {
    return {};
  }
}
