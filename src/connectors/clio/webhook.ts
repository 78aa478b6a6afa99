/** Clio's webhooks: hex HMAC-SHA256 of the raw bytes; the body names neither model nor time (clio.md §6.3). */
import type { Connector, WebhookHint } from "../../model/connector.ts";
import type { Kind } from "../../model/kinds.ts";
import { parseJson } from "../../lib/json.ts";
import { idText } from "../../lib/shape.ts";
import { signatureFits } from "../../lib/signature.ts";

/** Clio has no webhooks for the other kinds that we read (clio.md §6.1). */
const KIND_OF_MODEL: Record<string, Kind> = { contact: "contact", matter: "matter" };

const ACTION_OF_EVENT: Record<string, WebhookHint["action"]> = {
  created: "created",
  updated: "updated",
  deleted: "deleted",
  matter_opened: "updated",
  matter_pended: "updated",
  matter_closed: "updated",
};

export const clioWebhook: Connector["webhook"] = {
  hint(body, model) {
    const kind = KIND_OF_MODEL[model ?? ""];
    const { data, meta } = parsed(body);
    const provider_id = idText(data?.id);
    const action = ACTION_OF_EVENT[typeof meta?.event === "string" ? meta.event : ""];
    return kind && provider_id !== null && action ? { kind, provider_id, action } : null;
  },
  verify: (body, headers, secret) => signatureFits(body, secret, headers.get("x-hook-signature")),
};

interface Body {
  data?: { id?: unknown } | null;
  meta?: { event?: unknown } | null;
}

function parsed(body: Uint8Array): Body {
  try {
    return (parseJson(Buffer.from(body).toString("utf8")) as Body | null) ?? {};
  } catch {
    return {};
  }
}
