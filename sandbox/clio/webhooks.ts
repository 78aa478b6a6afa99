/** Webhooks (clio.md 6): handshake, watch list, signature, retries, expiry, suspension. */
import { createHmac } from "node:crypto";
import { createRandom } from "../kit/random.ts";
import type { Row, SandboxClock } from "../kit/types.ts";
import type { WebhookSender } from "../kit/webhooks.ts";
import { createWebhookSender } from "../kit/webhooks.ts";
import { communication } from "./activity_resources.ts";
import { contact } from "./contact_resource.ts";
import { document, folder } from "./document_resource.ts";
import { ClioError } from "./errors.ts";
import type { Getter } from "./fields.ts";
import { compileFields, parseFields } from "./fields.ts";
import { matter } from "./matter_resource.ts";
import type { ClioResource } from "./resource.ts";
import type { ClioTables, MatterRow, TableName, UserRow, WebhookRow } from "./rows.ts";
import type { ClioSwitches } from "./switches.ts";
import { etagOf } from "./view.ts";
import type { View } from "./view.ts";
import type { Visibility } from "./visibility.ts";

const MODELS: Record<string, number> = {
  matter: 1,
  activity: 2,
  bill: 3,
  calendar_entry: 4,
  communication: 5,
  contact: 6,
  task: 7,
  document: 8,
  folder: 9,
  clio_payments_payment: 10,
};
/** The models that the sandbox has rows of. */
const RESOURCES: Record<string, { table: TableName; resource: () => ClioResource<never> }> = {
  matter: { table: "matters", resource: matter },
  contact: { table: "contacts", resource: contact },
  communication: { table: "communications", resource: communication },
  document: { table: "documents", resource: document },
  folder: { table: "folders", resource: folder },
};
const EVENTS = ["created", "updated", "deleted"];
const MATTER_EVENTS = ["matter_opened", "matter_pended", "matter_closed"];
const MATTER_EVENT_OF: Record<MatterRow["status"], string> = { Open: "matter_opened", Pending: "matter_pended", Closed: "matter_closed" };

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 3;
const FIELDS_LENGTH = 1_000;
/** Two minutes, doubling, five further attempts (clio.md 6.3, from older vendor text). */
const RETRY_WAITS = [2, 4, 8, 16, 32].map((minutes) => minutes * 60_000);

export interface WebhooksOptions {
  clock: SandboxClock;
  tables: ClioTables;
  switches: ClioSwitches;
  visibility: Visibility;
  deliver: (request: Request) => Promise<Response>;
  seed: number;
  view(user: UserRow): View;
}

export class ClioWebhooks {
  readonly sender: WebhookSender;
  readonly #options: WebhooksOptions;
  readonly #random;
  /** Records whose first update this webhook has sent: that one is sent whatever changed. */
  readonly #updated = new Map<number, Set<number>>();
  readonly #handshakes = new Set<Promise<void>>();

  constructor(options: WebhooksOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed ^ 0x5eed);
    this.sender = createWebhookSender({
      clock: options.clock,
      deliver: options.deliver,
      seed: options.seed,
      retry_waits: RETRY_WAITS,
      verdict: (status) => (status === null ? "retry" : status === 410 ? "gone" : status >= 200 && status < 400 ? "ok" : "retry"),
      still_wanted: (id) => this.#active(options.tables.webhooks.get(id)),
      on_attempt: (delivery, verdict, final) => this.#attempted(delivery.subscription_id, verdict, final),
    });
    for (const [model, { table }] of Object.entries(RESOURCES)) {
      options.tables[table].on(({ action, row, before }) => this.#happened(model, action, row, before));
    }
  }

  async settle(): Promise<void> {
    while (this.#handshakes.size > 0) await Promise.all(this.#handshakes);
    await this.sender.settle();
  }

  create(data: Record<string, unknown>, user: UserRow): WebhookRow {
    const model = modelName(data["model"]);
    const row = this.#options.tables.webhooks.insert({
      model,
      url: this.#url(data["url"]),
      fields: checkedFields(model, data["fields"]),
      events: this.#events(model, data["events"]),
      expires_at: this.#expiry(data["expires_at"]),
      shared_secret: Array.from({ length: 4 }, () =>
        this.#random
          .int(2 ** 32)
          .toString(16)
          .padStart(8, "0"),
      ).join(""),
      status: this.#options.switches.webhook_handshake === "none" ? "enabled" : "pending",
      user_id: user.id,
      failures: 0,
    });
    this.#handshake(row);
    return row;
  }

  patch(row: WebhookRow, data: Record<string, unknown>): WebhookRow {
    const change: Partial<Omit<WebhookRow, "id">> = {};
    const model = data["model"] === undefined ? row.model : modelName(data["model"]);
    change.model = model;
    if (data["fields"] !== undefined) change.fields = checkedFields(model, data["fields"]);
    if (data["events"] !== undefined) change.events = this.#events(model, data["events"]);
    if (data["expires_at"] !== undefined) change.expires_at = this.#expiry(data["expires_at"]);
    if (row.status === "suspended" && this.#options.switches.webhook_patch_reenables)
      Object.assign(change, { status: "enabled", failures: 0 });
    const moved = data["url"] !== undefined && data["url"] !== row.url;
    if (moved) {
      change.url = this.#url(data["url"]);
      if (this.#options.switches.webhook_handshake === "sent") change.status = "pending";
    }
    const patched = this.#options.tables.webhooks.update(row.id, change);
    if (moved) this.#handshake(patched);
    return patched;
  }

  /** The delayed way to confirm: PUT with the secret. */
  activate(row: WebhookRow, secret: string | null): WebhookRow {
    if (secret !== row.shared_secret) throw new ClioError(422, "X-Hook-Secret does not match");
    return row.status === "pending" ? this.#options.tables.webhooks.update(row.id, { status: "enabled" }) : row;
  }

  /** Expired webhooks vanish, or stay listed and send nothing. */
  sweep(): void {
    if (this.#options.switches.webhook_after_expiry !== "deleted") return;
    const now = this.#options.clock.now().toISOString();
    const { webhooks } = this.#options.tables;
    for (const row of webhooks.scan()) if (row.expires_at <= now) webhooks.remove(row.id);
  }

  remove_of_user(user_id: number): void {
    const { webhooks } = this.#options.tables;
    for (const row of webhooks.scan()) if (row.user_id === user_id) webhooks.remove(row.id);
  }

  #url(value: unknown): string {
    const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
    const loopback = url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    if (!url || (url.protocol !== "https:" && !(loopback && this.#options.switches.webhook_url === "https_or_loopback"))) {
      throw new ClioError(422, "url must be an https address");
    }
    return value as string;
  }

  #events(model: string, value: unknown): string[] {
    const allowed = model === "matter" ? [...EVENTS, ...MATTER_EVENTS] : model === "clio_payments_payment" ? EVENTS.slice(0, 2) : EVENTS;
    if (value === undefined)
      return this.#options.switches.webhook_default_events === "all" ? EVENTS.filter((event) => allowed.includes(event)) : [];
    if (!Array.isArray(value) || value.some((event) => !allowed.includes(event as string)))
      throw new ClioError(422, `events must be among ${allowed.join(", ")}`);
    return value as string[];
  }

  #expiry(value: unknown): string {
    const now = this.#options.clock.now().getTime();
    if (value === undefined || value === null) return new Date(now + DEFAULT_DAYS * DAY_MS).toISOString();
    const at = new Date(typeof value === "string" ? value : Number.NaN).getTime();
    if (Number.isNaN(at) || at <= now) throw new ClioError(422, "expires_at must be a time to come");
    const latest = now + this.#options.switches.webhook_maximum_days * DAY_MS;
    if (at > latest && this.#options.switches.webhook_too_long === "refuse") {
      throw new ClioError(422, `expires_at must be at most ${this.#options.switches.webhook_maximum_days} days away`);
    }
    return new Date(Math.min(at, latest)).toISOString();
  }

  /** Sent right after the answer to the create; unsigned. */
  #handshake(row: WebhookRow): void {
    if (this.#options.switches.webhook_handshake === "none") return;
    const [outer, inner] = this.#options.switches.webhook_handshake_body.split(".") as [string, string];
    const body = JSON.stringify({ [outer]: { [inner]: row.id } });
    const work = (async () => {
      await new Promise((resolve) => setImmediate(resolve));
      try {
        const headers = { "content-type": "application/json", "x-hook-secret": row.shared_secret };
        const answer = await this.#options.deliver(new Request(row.url, { method: "POST", headers, body, redirect: "manual" }));
        await answer.body?.cancel();
        const confirmed = answer.status === 200 && answer.headers.get("x-hook-secret") === row.shared_secret;
        if (confirmed && this.#options.tables.webhooks.get(row.id)?.status === "pending")
          this.#options.tables.webhooks.update(row.id, { status: "enabled" });
      } catch {
        // Unreachable: the webhook stays pending until it is activated.
      }
    })();
    this.#handshakes.add(work);
    void work.finally(() => this.#handshakes.delete(work));
  }

  #active(row: WebhookRow | undefined): boolean {
    return row?.status === "enabled" && row.expires_at > this.#options.clock.now().toISOString();
  }

  #happened(model: string, action: "created" | "updated" | "deleted", row: Row, before: Row | undefined): void {
    const events: string[] = [action];
    const status = (row as Partial<MatterRow>).status;
    if (model === "matter" && action === "updated" && status && status !== (before as MatterRow).status)
      events.push(MATTER_EVENT_OF[status]);
    for (const hook of this.#options.tables.webhooks.scan()) {
      if (hook.model !== model || !this.#active(hook)) continue;
      for (const event of events) if (hook.events.includes(event)) this.#tell(hook, model, event, row, before);
    }
  }

  #tell(hook: WebhookRow, model: string, event: string, row: Row, before: Row | undefined): void {
    const { tables, switches } = this.#options;
    const user = tables.users.get(hook.user_id);
    if (!user || !this.#sees(user, model, event, row)) return;
    const view = this.#options.view(user);
    const resource = RESOURCES[model]?.resource() as unknown as ClioResource<Row>;
    if (event === "updated" && before && !this.#worthTelling(hook, resource, row, before, view)) return;
    const etag = etagOf(resource.name, row);
    const bare = event === "deleted" && switches.webhook_deleted_payload === "id_etag";
    const shown = bare ? {} : (compileFields(resource, hook.fields)(row, view) as object);
    const body = JSON.stringify({ data: { id: row.id, etag, ...shown }, meta: { event, webhook_id: hook.id } });
    const signature = createHmac("sha256", hook.shared_secret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-hook-signature": signature };
    this.sender.send({ subscription_id: hook.id, about: `${model} ${row.id} ${event}`, url: hook.url, headers, body });
  }

  /** Only what the webhook's maker may see is told. */
  #sees(user: UserRow, model: string, event: string, row: Row): boolean {
    const viewer = this.#options.visibility.viewer(user);
    if (model === "contact") return event === "deleted" ? this.#options.visibility.saw_contact(user, row.id) : viewer.sees_contact(row.id);
    return model !== "matter" || viewer.sees_matter(row as MatterRow);
  }

  /** `fields` is also the watch list, except for the first update of a record, which is always sent. */
  #worthTelling(hook: WebhookRow, resource: ClioResource<Row>, row: Row, before: Row, view: View): boolean {
    const seen = this.#updated.get(hook.id) ?? new Set<number>();
    this.#updated.set(hook.id, seen);
    const first = !seen.has(row.id);
    seen.add(row.id);
    if (first) return true;
    const show = watched(resource, hook.fields, this.#options.switches.webhook_nested_changes_count);
    return JSON.stringify(show(row, view)) !== JSON.stringify(show(before, view));
  }

  #attempted(id: number, verdict: "ok" | "gone" | "retry", final: boolean): void {
    const { tables, switches } = this.#options;
    const row = tables.webhooks.get(id);
    if (!row || !final) return;
    if (verdict === "gone" && switches.webhook_after_410 === "deleted") return tables.webhooks.remove(id);
    const failures = verdict === "ok" ? 0 : row.failures + 1;
    const suspended = verdict === "gone" || failures >= switches.webhook_suspend_after;
    if (suspended || failures !== row.failures)
      tables.webhooks.update(id, { failures, status: suspended ? "suspended" : row.status }, { bump: suspended });
  }
}

function watched(resource: ClioResource<Row>, fields: string, nested: boolean): Getter<Row, View> {
  if (nested) return compileFields(resource, fields);
  const names = parseFields(fields).filter(({ name }) => resource.fields.get(name)?.kind === "scalar");
  return compileFields(resource, names.map(({ name }) => name).join(",") || "id");
}

/** The model's name or its number. */
function modelName(value: unknown): string {
  const found = Object.entries(MODELS).find(([name, id]) => name === value || id === Number(value));
  if (!found) throw new ClioError(422, "model is not supported");
  return found[0];
}

function checkedFields(model: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw new ClioError(422, "fields must be given");
  if (value.length > FIELDS_LENGTH) throw new ClioError(422, `fields must be at most ${FIELDS_LENGTH} characters long`);
  const resource = RESOURCES[model]?.resource();
  if (resource) compileFields(resource, value);
  return value;
}
