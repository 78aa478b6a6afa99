/** A person's word on what automations do: batches, starts, e-mails of which nobody knows whether they left; tasks, pauses, the firm's rules. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { approveStart, decideBatch, dismissStart, resolveSend, type Outcome } from "../../automations/allow.ts";
import { putRules, readRules } from "../../automations/store_automations.ts";
import {
  endOptOut,
  endPause,
  listBatches,
  listOptOuts,
  listPauses,
  listSends,
  listStarts,
  listTasks,
  putOptOut,
  putPause,
  readStart,
  readStory,
  setTaskDone,
} from "../../automations/store_lists.ts";
import { actorOf } from "../actor.ts";
import { batchOf, sendOf, startOf, whyOf } from "../automations.ts";
import * as shapes from "../contract/automations.ts";
import { idParam, pageQuery } from "../contract/common.ts";
import * as examples from "../contract/examples_automations.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Automations"];
const V1 = "/api/v1";
const batchParams = z.object({ batch_id: idParam("batch_id", "The batch's id") });
const startParams = z.object({ start_id: idParam("start_id", "The start's id") });
const sendParams = z.object({ send_id: idParam("send_id", "The e-mail's id") });
const taskParams = z.object({ task_id: idParam("task_id", "The task's id") });
const reading = problemResponses("invalid-request", "invalid-cursor", "not-found");
const writing = problemResponses("invalid-request", "cross-site", "not-found", "unsupported-media-type");
const deciding = { ...writing, ...problemResponses("automation-not-now") };
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const oneStart = { 200: json(shapes.startSchema, "The start", examples.start) };
const pauses = { 200: json(shapes.pauseListSchema, "What is paused", { items: [examples.pause] }) };
const optOuts = {
  200: json(shapes.optOutPageSchema, "Addresses", {
    items: [{ address: "nora@quill.example", set_by: "Naomi Okafor", set_at: examples.AT, via: "member" as const }],
    next: null,
  }),
};
const decided = { 200: json(shapes.decidedSchema, "How many", { decided: 2314 }) };
const rules = {
  200: json(shapes.rulesSchema, "The rules", {
    from: "08:00",
    until: "19:00",
    days: [1, 2, 3, 4, 5],
    most_emails: 2,
    within_days: 7,
    most_starts: null,
  }),
};

const routes = {
  batches: createRoute({ method: "get", path: `${V1}/automation-batches`, operationId: "listAutomationBatches", tags, summary: "Held batches", description: "What a first sync, a reconnect, a change of settings or an unusually large import would start (B-AUT-2); open ones first.", responses: { 200: json(shapes.batchListSchema, "The latest", { items: [examples.batch] }), ...problemResponses("invalid-request") } }),
  batchStarts: createRoute({ method: "get", path: `${V1}/automation-batches/{batch_id}/starts`, operationId: "listBatchStarts", tags, summary: "Who is in a batch", description: "By name, so that it can be trimmed.", request: { params: batchParams, query: z.strictObject({ ...pageQuery, state: z.enum(shapes.START_STATES).optional() }) }, responses: { 200: json(shapes.startPageSchema, "A page of it", { items: [examples.start], next: null }), ...reading } }),
  approve: createRoute({ method: "post", path: `${V1}/automation-batches/{batch_id}/approve`, operationId: "approveAutomationBatch", tags, summary: "Let a batch start", description: "All that is still held, or those named. The recipient guard is asked for each (B-AUT-4).", request: { params: batchParams, body: bodyOf(shapes.decideBatchSchema) }, responses: { ...decided, ...deciding } }),
  dismiss: createRoute({ method: "post", path: `${V1}/automation-batches/{batch_id}/dismiss`, operationId: "dismissAutomationBatch", tags, summary: "Dismiss a batch, or trim it", description: "Dismissed ones stay in the ledger and never start by themselves.", request: { params: batchParams, body: bodyOf(shapes.decideBatchSchema) }, responses: { ...decided, ...deciding } }),
  start: createRoute({ method: "get", path: `${V1}/automation-starts/{start_id}`, operationId: "readAutomationStart", tags, summary: "One start and its story", description: "Every state with when, why and who.", request: { params: startParams }, responses: { 200: json(shapes.startStorySchema, "The start", examples.story), ...reading } }),
  approveStart: createRoute({ method: "post", path: `${V1}/automation-starts/{start_id}/approve`, operationId: "approveAutomationStart", tags, summary: "Let one start go on", description: "What only had to be looked at is settled; what has to be mended is held again until it is.", request: { params: startParams }, responses: { ...oneStart, ...deciding } }),
  dismissStart: createRoute({ method: "post", path: `${V1}/automation-starts/{start_id}/dismiss`, operationId: "dismissAutomationStart", tags, summary: "Dismiss one start", description: "Also one that is under way: what has not left does not leave.", request: { params: startParams }, responses: { ...oneStart, ...deciding } }),
  sends: createRoute({ method: "get", path: `${V1}/automation-emails`, operationId: "listAutomationEmails", tags, summary: "Automated e-mails", description: "What waits, what left, and what may have left; the newest first.", request: { query: z.strictObject({ ...pageQuery, state: shapes.sendSchema.shape.state.optional() }) }, responses: { 200: json(shapes.sendPageSchema, "A page of them", { items: [examples.send], next: null }), ...reading } }),
  resolve: createRoute({ method: "post", path: `${V1}/automation-emails/{send_id}/resolve`, operationId: "resolveAutomationEmail", tags, summary: "Say what became of an e-mail", description: "One that may have left is never sent again by itself: look, then say.", request: { params: sendParams, body: bodyOf(shapes.resolveSchema) }, responses: { 200: json(shapes.sendSchema, "The e-mail", examples.send), ...deciding } }),
  tasks: createRoute({ method: "get", path: `${V1}/tasks`, operationId: "listTasks", tags, summary: "Tasks", description: "That automations gave to members.", request: { query: z.strictObject({ ...pageQuery, state: z.enum(["open", "done"]).optional(), member: z.uuid().optional() }) }, responses: { 200: json(shapes.taskPageSchema, "A page of them", { items: [examples.task], next: null }), ...reading } }),
  setTask: createRoute({ method: "put", path: `${V1}/tasks/{task_id}`, operationId: "setTask", tags, summary: "Tick a task off, or not", description: "Any member may.", request: { params: taskParams, body: bodyOf(shapes.setTaskSchema) }, responses: { 200: json(shapes.taskSchema, "The task", examples.task), ...writing } }),
  pauses: createRoute({ method: "get", path: `${V1}/automation-pauses`, operationId: "listPauses", tags, summary: "What is paused", description: "Contacts, matters, or the whole firm.", responses: { ...pauses, ...problemResponses("invalid-request") } }),
  pause: createRoute({ method: "post", path: `${V1}/automation-pauses`, operationId: "pauseAutomations", tags, summary: "Pause automations", description: "For a contact, a matter or the firm. What waits goes on when the pause ends.", request: { body: bodyOf(shapes.pauseBodySchema) }, responses: { ...pauses, ...writing } }),
  unpause: createRoute({ method: "post", path: `${V1}/automation-pauses/end`, operationId: "endPause", tags, summary: "End a pause", description: "At once.", request: { body: bodyOf(shapes.endPauseSchema) }, responses: { ...pauses, ...writing } }),
  optOuts: createRoute({ method: "get", path: `${V1}/automation-opt-outs`, operationId: "listOptOuts", tags, summary: "Addresses that want no automated e-mail", description: "In lower case.", request: { query: z.strictObject(pageQuery) }, responses: { ...optOuts, ...reading } }),
  optOut: createRoute({ method: "post", path: `${V1}/automation-opt-outs`, operationId: "addOptOut", tags, summary: "Send an address no automated e-mail", description: "From now on, by any automation.", request: { body: bodyOf(shapes.optOutBodySchema) }, responses: { ...optOuts, ...writing } }),
  optIn: createRoute({ method: "post", path: `${V1}/automation-opt-outs/end`, operationId: "endOptOut", tags, summary: "Allow automated e-mail again", description: "When they asked for it.", request: { body: bodyOf(shapes.optOutBodySchema) }, responses: { ...optOuts, ...writing } }),
  rules: createRoute({ method: "get", path: `${V1}/automation-rules`, operationId: "readAutomationRules", tags, summary: "The firm's hours, and how much is too much", description: "For all automated e-mails.", responses: { ...rules, ...problemResponses("invalid-request") } }),
  putRules: createRoute({ method: "put", path: `${V1}/automation-rules`, operationId: "putAutomationRules", tags, summary: "Set the firm's hours, and how much is too much", description: "For all automated e-mails.", request: { body: bodyOf(shapes.rulesSchema) }, responses: { ...rules, ...writing } }),
}; // oxfmt-ignore

export function automationWorkRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();
  const firmOf = (c: Context) => actorOf(c).firm_id;
  const word = (c: Context) => ({ by: actorOf(c).name, at: now() });
  const missing = (what: string, id: string) => new Problem("not-found", `There is no ${what} ${id}.`);

  function settle(outcome: Outcome, what: string, id: string): void {
    if (outcome === "not_found") throw missing(what, id);
    if (outcome === "not_now") throw new Problem("automation-not-now", "It stands otherwise by now.");
  }

  // Batches
  app.openapi(routes.batches, async (c) => c.json({ items: (await listBatches(db, firmOf(c))).map(batchOf) }, 200));
  app.openapi(routes.batchStarts, async (c) => {
    const { batch_id } = c.req.valid("param");
    const { limit, after, state } = c.req.valid("query");
    if ((await listBatches(db, firmOf(c), batch_id)).length === 0) throw missing("batch", batch_id);
    const rows = await listStarts(db, firmOf(c), { batch_id, state }, readCursor(after, [z.uuid()])?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.start_id]);
    return c.json({ items: items.map(startOf), next }, 200);
  });
  type Asked = z.infer<typeof shapes.decideBatchSchema>;
  async function decide(c: Context, batch_id: string, asked: Asked, approve: boolean): Promise<{ decided: number }> {
    const count = await deps.db.transaction(async (trx) => {
      const found = await decideBatch(trx, firmOf(c), batch_id, { approve, ...asked, ...word(c) });
      if (found === null) throw missing("batch", batch_id);
      if (found === "not_now") throw new Problem("automation-not-now", "It holds more or fewer by now: look again.");
      await audit(trx, actorOf(c), approve ? "automation_batch.approve" : "automation_batch.dismiss", batch_id, { decided: found });
      return found;
    });
    if (approve) deps.actions.automate(firmOf(c));
    return { decided: count };
  }
  app.openapi(routes.approve, async (c) => c.json(await decide(c, c.req.valid("param").batch_id, c.req.valid("json"), true), 200));
  app.openapi(routes.dismiss, async (c) => c.json(await decide(c, c.req.valid("param").batch_id, c.req.valid("json"), false), 200));

  // Starts
  app.openapi(routes.start, async (c) => {
    const { start_id } = c.req.valid("param");
    const row = await readStart(db, firmOf(c), start_id);
    if (!row) throw missing("start", start_id);
    const story = await readStory(db, firmOf(c), start_id);
    const emails = await listSends(db, firmOf(c), { start_id }, null, 100);
    const told = story.map(({ at, state, reason, params, told_by }) => ({ at, state, why: whyOf(reason, params), by: told_by }));
    return c.json({ ...startOf(row), story: told, emails: emails.map(sendOf) }, 200);
  });
  async function decideOne(c: Context, start_id: string, approve: boolean) {
    await deps.db.transaction(async (trx) => {
      settle(await (approve ? approveStart : dismissStart)(trx, firmOf(c), start_id, word(c)), "start", start_id);
      await audit(trx, actorOf(c), approve ? "automation_start.approve" : "automation_start.dismiss", start_id);
    });
    if (approve) deps.actions.automate(firmOf(c));
    return startOf((await readStart(db, firmOf(c), start_id))!);
  }
  app.openapi(routes.approveStart, async (c) => c.json(await decideOne(c, c.req.valid("param").start_id, true), 200));
  app.openapi(routes.dismissStart, async (c) => c.json(await decideOne(c, c.req.valid("param").start_id, false), 200));

  // E-mails
  app.openapi(routes.sends, async (c) => {
    const { limit, after, state } = c.req.valid("query");
    const rows = await listSends(db, firmOf(c), { state }, readCursor(after, [z.uuid()])?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.send_id]);
    return c.json({ items: items.map(sendOf), next }, 200);
  });
  app.openapi(routes.resolve, async (c) => {
    const { send_id } = c.req.valid("param");
    const { outcome } = c.req.valid("json");
    await deps.db.transaction(async (trx) => {
      settle(await resolveSend(trx, deps.clock, firmOf(c), send_id, { outcome, ...word(c) }), "e-mail", send_id);
      await audit(trx, actorOf(c), "automation_email.resolve", send_id, { outcome });
    });
    deps.actions.automate(firmOf(c));
    return c.json(sendOf((await listSends(db, firmOf(c), { send_id }, null, 1))[0]!), 200);
  });

  // Tasks
  app.openapi(routes.tasks, async (c) => {
    const { limit, after, state, member } = c.req.valid("query");
    const rows = await listTasks(db, firmOf(c), { state, member_id: member }, readCursor(after, [z.uuid()])?.[0] ?? null, limit);
    return c.json(
      page(rows, limit, (row) => [row.task_id]),
      200,
    );
  });
  app.openapi(routes.setTask, async (c) => {
    const { task_id } = c.req.valid("param");
    const { done } = c.req.valid("json");
    await deps.db.transaction(async (trx) => {
      const { by, at } = word(c);
      if (!(await setTaskDone(trx, firmOf(c), task_id, done, by, at))) throw missing("task", task_id);
      await audit(trx, actorOf(c), done ? "task.done" : "task.reopen", task_id);
    });
    return c.json((await listTasks(db, firmOf(c), { task_id }, null, 1))[0]!, 200);
  });

  // Pauses
  const paused = async (c: Context) => ({ items: await listPauses(db, firmOf(c), now()) });
  async function target(c: Context, { kind, connection_id, target_id }: z.infer<typeof shapes.endPauseSchema>) {
    if (kind === "firm") return { kind, provider: "", target_id: "" };
    if (connection_id === null || target_id === "") {
      const errors = [{ path: "connection_id", message: `say which ${kind} of which connection` }];
      throw new Problem("invalid-request", "Nothing was paused.", { errors });
    }
    return { kind, provider: (await openConnection(deps, c, connection_id)).provider, target_id };
  }
  app.openapi(routes.pauses, async (c) => c.json(await paused(c), 200));
  app.openapi(routes.pause, async (c) => {
    const { until, ...given } = c.req.valid("json");
    const what = await target(c, given);
    await deps.db.transaction(async (trx) => {
      const { by, at } = word(c);
      await putPause(trx, firmOf(c), { ...what, until, set_by: by, set_at: at });
      await audit(trx, actorOf(c), "automation.pause", what.target_id || "firm", { kind: what.kind, until });
    });
    return c.json(await paused(c), 200);
  });
  app.openapi(routes.unpause, async (c) => {
    const what = await target(c, c.req.valid("json"));
    await deps.db.transaction(async (trx) => {
      await endPause(trx, firmOf(c), what);
      await audit(trx, actorOf(c), "automation.unpause", what.target_id || "firm", { kind: what.kind });
    });
    deps.actions.automate(firmOf(c));
    return c.json(await paused(c), 200);
  });

  // Those who want nothing
  async function wanting(c: Context, after: string, limit: number) {
    const { items, next } = page(await listOptOuts(db, firmOf(c), after, limit), limit, (row) => [row.address]);
    return { items, next };
  }
  app.openapi(routes.optOuts, async (c) => {
    const { limit, after } = c.req.valid("query");
    return c.json(await wanting(c, readCursor(after, [anyText])?.[0] ?? "", limit), 200);
  });
  app.openapi(routes.optOut, async (c) => {
    const address = c.req.valid("json").address.toLowerCase();
    await deps.db.transaction(async (trx) => {
      const { by, at } = word(c);
      await putOptOut(trx, firmOf(c), { address, set_by: by, set_at: at });
      await audit(trx, actorOf(c), "automation.opt_out", address);
    });
    return c.json(await wanting(c, "", 50), 200);
  });
  app.openapi(routes.optIn, async (c) => {
    const address = c.req.valid("json").address.toLowerCase();
    await deps.db.transaction(async (trx) => {
      await endOptOut(trx, firmOf(c), address);
      await audit(trx, actorOf(c), "automation.opt_in", address);
    });
    return c.json(await wanting(c, "", 50), 200);
  });

  // The firm's rules
  app.openapi(routes.rules, async (c) => c.json(await readRules(db, firmOf(c)), 200));
  app.openapi(routes.putRules, async (c) => {
    const given = c.req.valid("json");
    if (given.from >= given.until) {
      const errors = [{ path: "until", message: "must be later than from" }];
      throw new Problem("invalid-request", "The rules were not set.", { errors });
    }
    await deps.db.transaction(async (trx) => {
      await putRules(trx, firmOf(c), given);
      await audit(trx, actorOf(c), "automation.rules", "firm", given);
    });
    return c.json(given, 200);
  });
}
