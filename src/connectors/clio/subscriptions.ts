/** Clio's subscriptions: contacts and matters, with all fields that we read as the watch list (clio.md §6.1, §6.2). */
import type { Session, Subscription, Subscriptions } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Policy, Write } from "../../lib/http.ts";
import { getJson, isOurs } from "../../lib/http.ts";
import { idText, timestampText } from "../../lib/shape.ts";
import type { ClioMemory } from "./reader.ts";
import { endpointOf } from "./reader.ts";
import { RESPONSIBLE_STAFF } from "./wire.ts";

/** 31 days are the maximum; a day less keeps clear of its edge (clio.md §6.1). */
const LIFETIME_MS = 30 * 86_400_000;
const FIELDS = "id,url,model,status,shared_secret,expires_at";
/** The default is not told (clio.md §6.1), so all are named. Opening and closing a matter are updates, too. */
const EVENTS = ["created", "updated", "deleted"];
const PAGES_AT_MOST = 10;

export function createClioSubscriptions(session: Session, policy: Policy, memory: ClioMemory): Subscriptions {
  const api = `${policy.origin}/api/v4`;
  const address = (path: string) => new URL(`${api}/${path}?fields=${FIELDS}`);
  const one = (id: string, suffix = "") => address(`webhooks/${encodeURIComponent(id)}${suffix}.json`);
  const ask = async (url: URL, write?: Write): Promise<unknown> =>
    (await getJson(session, policy, { url, follows: false, complaint: write?.method === "DELETE" ? () => null : isAnswer, write })).value;
  const askOne = (url: URL, write?: Write) => ask(url, write).then(told, unknownIsNull);
  const expires_at = () => new Date(session.clock.now().getTime() + LIFETIME_MS).toISOString();

  return {
    async list() {
      const found: Subscription[] = [];
      let url: URL | null = new URL(`${address("webhooks.json").href}&limit=200`);
      for (let pages = 0; url !== null && pages < PAGES_AT_MOST; pages += 1) {
        const { data, meta } = (await ask(url)) as { data: unknown; meta?: { paging?: { next?: unknown } } };
        if (Array.isArray(data)) found.push(...data.map((row) => told({ data: row as unknown })));
        const next = meta?.paging?.next;
        url = typeof next === "string" && URL.canParse(next) && isOurs(new URL(next), policy) ? new URL(next) : null;
      }
      return found;
    },
    async create({ model, url }) {
      const kind = model === "matter" ? "matter" : "contact";
      const wide = endpointOf(kind).fields;
      // The reader learns whether this Clio knows that field. Whoever subscribes before it has is refused, and tries again later.
      const fields = memory.without_responsible_staff ? wide.replace(`,${RESPONSIBLE_STAFF}`, "") : wide;
      const data = { model, url, fields, events: EVENTS, expires_at: expires_at() };
      return told(await ask(address("webhooks.json"), { method: "POST", json: { data } }));
    },
    read: (id) => askOne(one(id)),
    renew: (id) => askOne(one(id), { method: "PATCH", json: { data: { expires_at: expires_at() } } }),
    activate: (id, secret) => askOne(one(id, "/activate"), { method: "PUT", headers: { "x-hook-secret": secret } }),
    async remove(id) {
      const url = one(id);
      url.search = "";
      await ask(url, { method: "DELETE" }).catch(unknownIsNull);
    },
  };
}

interface Told {
  id?: unknown;
  url?: unknown;
  model?: unknown;
  status?: unknown;
  shared_secret?: unknown;
  expires_at?: unknown;
}

function told(answer: unknown): Subscription {
  const { id, url, model, status, shared_secret, expires_at } = (answer as { data: Told }).data;
  return {
    id: idText(id) ?? "",
    url: typeof url === "string" ? url : "",
    model: typeof model === "string" ? model.toLowerCase() : "",
    state: status === "enabled" || status === "pending" ? status : "suspended",
    expires_at: timestampText(expires_at),
    secret: typeof shared_secret === "string" && shared_secret !== "" ? shared_secret : null,
  };
}

function isAnswer(value: unknown): string | null {
  const data = (value as { data?: unknown } | null)?.data;
  const rows: unknown[] = Array.isArray(data) ? data : [data];
  return rows.every((row) => idText((row as { id?: unknown } | null)?.id) !== null) ? null : "it holds no webhook";
}

function unknownIsNull(error: unknown): null {
  if (error instanceof VendorError && error.failure === "not_found") return null;
  throw error;
}
