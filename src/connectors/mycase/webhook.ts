/** MyCase's deliveries: the signature's header is unpublished and the body known from one witness only, so a body is a hint and no more (mycase.md §5.2). */
import type { Connector, WebhookHint } from "../../model/connector.ts";
import type { Kind } from "../../model/kinds.ts";
import { parseJson } from "../../lib/json.ts";
import { idText } from "../../lib/shape.ts";
import { signatureFits } from "../../lib/signature.ts";

/** How a firm's deliveries turn out to be signed, once that is known. */
export interface SignatureScheme {
  header: string;
}

const KIND_OF_RESOURCE: Record<string, Kind> = { case: "matter", client: "contact", company: "company", lead: "lead" };
/** Leads are read on request only, and told of by no rule; so they have no subscription. */
const MODELS = [
  { model: "case", kind: "matter" },
  { model: "client", kind: "contact" },
  { model: "company", kind: "company" },
] as const;
const ACTIONS = new Set(["created", "updated", "deleted"]);

interface Body {
  resource?: unknown;
  model?: unknown;
  action?: unknown;
  id?: unknown;
  resource_body?: { id?: unknown; updated_at?: unknown } | null;
}

export function createMyCaseWebhook(scheme: SignatureScheme | null): Omit<Connector["webhook"], "subscriptions"> {
  return {
    models: MODELS,
    handshake: () => null,
    hint(body, model): WebhookHint | null {
      const told = parsed(body);
      const resource = [told.resource, told.model, model].find((name) => typeof name === "string") ?? "";
      const kind = KIND_OF_RESOURCE[resource.toLowerCase()];
      const provider_id = idText(told.resource_body?.id ?? told.id);
      const action = typeof told.action === "string" ? told.action.toLowerCase() : "";
      if (!kind || provider_id === null || !ACTIONS.has(action)) return null;
      const versioned = typeof told.resource_body?.updated_at === "string";
      return { kind, provider_id, action: action as WebhookHint["action"], versioned };
    },
    verify: (body, headers, secret) => (scheme === null ? null : signatureFits(body, secret, headers.get(scheme.header))),
  };
}

function parsed(body: Uint8Array): Body {
  try {
    return (parseJson(Buffer.from(body).toString("utf8")) as Body | null) ?? {};
  } catch {
    return {};
  }
}
