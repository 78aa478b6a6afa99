/** The room's door: log, edit and follow what is written to the providers; see `types.ts` for what each promises. */
import type { OutboxDeps } from "./deps.ts";
import { acceptTwins, cancel, confirm, edit, retry } from "./change.ts";
import { file, unfile } from "./file.ts";
import { listContactMatters } from "../projection/store_lists_contact.ts";
import { log } from "./log.ts";
import { lookUpAll } from "./restore.ts";
import { settleWindow } from "./settle.ts";
import { filesOf, listActivityRows, readActivityRow, readRecipients, readTold, type ActivityRow } from "./store_activities.ts";
import { countBy, listIds, listRows, readCounts, readRow, readStory, readWindows, rowsOfActivities } from "./store_lists.ts";
import { listConnections } from "../connections/store.ts";
import { promiseOf } from "./firm.ts";
import type { Activity, DeliveryFilter, DeliveryStory, NeedsFiling, Outbox, Page, SettleWindow } from "./types.ts";
import { standing } from "./reasons.ts";
import { summary } from "./views.ts";
import { windowOf } from "./store_settle.ts";
import { writeValue } from "./value.ts";

const MANY = 1000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const db = deps.db.kysely;
  const whichOf = async (firm_id: string, which: readonly string[] | DeliveryFilter) =>
    isList(which) ? { ids: which, filter: null } : { ids: await listIds(db, firm_id, which, MANY), filter: which };
  const activityNamed = async (firm_id: string, activity_id: string): Promise<Activity> => (await readOne(deps, firm_id, activity_id))!;
  return {
    async logActivity(firm_id, input, by) {
      return activityNamed(firm_id, await log(deps, firm_id, input, by));
    },
    writeValue: (firm_id, value, by) => writeValue(deps, firm_id, value, by),
    async editActivity(firm_id, activity_id, change, by) {
      await edit(deps, firm_id, activity_id, change, by);
      return activityNamed(firm_id, activity_id);
    },
    readActivity: (firm_id, activity_id) => readOne(deps, firm_id, activity_id),
    listActivities: async (firm_id, filter, page) => withDeliveries(deps, firm_id, await listActivityRows(db, firm_id, filter, page)),
    async listDeliveries(firm_id, filter, page) {
      const rows = await listRows(db, firm_id, filter, page);
      return rows.map((row) => summary(row, deps.providers[row.provider].writing));
    },
    readDelivery: (firm_id, delivery_id) => story(deps, firm_id, delivery_id),
    cancel: async (firm_id, which, by) => cancel(deps, firm_id, await whichOf(firm_id, which), by),
    retry: async (firm_id, which, by) => retry(deps, firm_id, await whichOf(firm_id, which), by),
    confirm: (firm_id, delivery_id, provider_id, by) => confirm(deps, firm_id, delivery_id, provider_id, by),
    acceptTwins: (firm_id, delivery_id, accepted, by) => acceptTwins(deps, firm_id, delivery_id, accepted, by),
    listNeedsFiling: (firm_id, connection_id, page) => needsFiling(deps, firm_id, connection_id, page),
    async file(firm_id, activity_id, matter_id, by) {
      const outcome = await file(deps, firm_id, activity_id, matter_id, by);
      return { activity: await activityNamed(firm_id, activity_id), outcome };
    },
    async unfile(firm_id, activity_id, by) {
      await unfile(deps, firm_id, activity_id, by);
      return activityNamed(firm_id, activity_id);
    },
    async countBy(firm_id, filter) {
      const { by_state, reasons } = await countBy(db, firm_id, filter);
      return { by_state, reasons: reasons.map(({ reason, n }) => ({ ...standing(reason, "")!, count: n })) };
    },
    counts: (firm_id) => readCounts(db, firm_id),
    settleWindows: (firm_id) => windows(deps, firm_id),
    restored: (who) => lookUpAll(deps, who),
  };
}

const isList = (which: readonly string[] | DeliveryFilter): which is readonly string[] => Array.isArray(which);

async function readOne(deps: OutboxDeps, firm_id: string, activity_id: string): Promise<Activity | null> {
  const row = await readActivityRow(deps.db.kysely, firm_id, activity_id);
  return row === null ? null : ((await withDeliveries(deps, firm_id, [row]))[0] ?? null);
}

async function withDeliveries(deps: OutboxDeps, firm_id: string, rows: readonly ActivityRow[]): Promise<Activity[]> {
  const ids = rows.map((row) => row.activity_id);
  const files = await filesOf(deps.db.kysely, firm_id, ids);
  const deliveries = await rowsOfActivities(deps.db.kysely, firm_id, ids);
  return rows.map((row) => ({
    ...row,
    files: files.get(row.activity_id) ?? [],
    deliveries: (deliveries.get(row.activity_id) ?? []).map((one) => summary(one, deps.providers[one.provider].writing)),
  }));
}

async function story(deps: OutboxDeps, firm_id: string, delivery_id: string): Promise<DeliveryStory | null> {
  const db = deps.db.kysely;
  const row = await readRow(db, firm_id, delivery_id);
  if (!row) return null;
  const side = deps.providers[row.provider].writing;
  const promise = promiseOf(side, row.operation);
  const told = (await readTold(db, firm_id, [delivery_id])).get(delivery_id) ?? [];
  return {
    ...summary(row, side),
    marker: row.marker,
    revision: row.revision,
    written_revision: row.written_revision,
    sent:
      row.payload === null || row.sent_at === null ? null : { subject: row.payload.subject, body: row.payload.body, sent_at: row.sent_at },
    twins: row.twins.map((twin) => ({ ...twin, accepted: row.twins_accepted.includes(twin.provider_id) })),
    settle: { look_up: promise.look_up, window_ms: await windowOf(db, row, promise) },
    activities: told.map(({ activity_id, occurred_at, subject, body, revision }) => ({
      activity_id,
      occurred_at,
      subject,
      body,
      revision,
    })),
    events: await readStory(db, firm_id, delivery_id),
  };
}

/** B-WRB-4: never guessed, but the likeliest first: open ones, by their last change. */
async function needsFiling(deps: OutboxDeps, firm_id: string, connection_id: string | null, page: Page): Promise<NeedsFiling[]> {
  const db = deps.db.kysely;
  const rows = await listActivityRows(db, firm_id, { ...(connection_id === null ? {} : { connection_id }), needs_filing: true }, page);
  const deliveries = await rowsOfActivities(
    db,
    firm_id,
    rows.map((row) => row.activity_id),
  );
  const providers = new Map((await listConnections({ kysely: db }, { firm_id })).map((one) => [one.connection_id, one.provider]));
  return Promise.all(
    rows.map(async ({ activity_id, connection_id: at, contact_id, kind, subject, occurred_at }) => {
      const owner = { firm_id, connection_id: at };
      const contact = (await readRecipients(db, owner, [contact_id])).get(contact_id);
      const matters = await listContactMatters(db, owner, providers.get(at) ?? "clio", contact_id);
      const open = matters.filter((matter) => matter.status === "open" && !matter.left_out);
      const suggestions = [...new Map(open.map((matter) => [matter.provider_id, matter])).values()].map((matter, index) => ({
        matter_id: matter.provider_id,
        number: matter.number,
        name: matter.name,
        why: index === 0 ? "the most recently changed of their open matters" : "one of their open matters",
      }));
      const own = (deliveries.get(activity_id) ?? []).map(({ delivery_id, state }) => ({ delivery_id, state }));
      return {
        activity_id,
        connection_id: at,
        contact_id,
        contact_name: contact?.name ?? "",
        kind,
        subject,
        occurred_at,
        suggestions,
        deliveries: own,
      };
    }),
  );
}

async function windows(deps: OutboxDeps, firm_id: string): Promise<SettleWindow[]> {
  const learned = await readWindows(deps.db.kysely, firm_id);
  const connections = (await listConnections(deps.db, { firm_id })).filter((one) => one.purpose === "sync");
  return connections.flatMap(({ connection_id, provider }) =>
    deps.providers[provider].writing.promises.map((promise) => {
      const seen = learned.find((one) => one.connection_id === connection_id && one.operation === promise.operation)?.seen_ms ?? [];
      const longest_ms = seen.length === 0 ? null : Math.max(...seen);
      return { connection_id, provider, promise, window_ms: settleWindow(promise, seen), learned_from: seen.length, longest_ms };
    }),
  );
}
