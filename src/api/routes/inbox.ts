/** The members' inbox: what clients write, who looks after it, what was answered. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { listMembers } from "../../connections/store_lists.ts";
import { newId } from "../../lib/ids.ts";
import { readByMember, writeAsMember } from "../../portal/messages.ts";
import { countUnread, listClientsOf, listThreads, putMemberMode, readMemberMode, type InboxFilter } from "../../portal/store_inbox.ts";
import { listMessages, lockThread, readThread, setThread, type Thread, type ThreadKey } from "../../portal/store_messages.ts";
import { actorOf, type Actor } from "../actor.ts";
import {
  answerThreadSchema,
  inboxCountsSchema,
  inboxPageSchema,
  inboxQuerySchema,
  inboxThreadSchema,
  noticeModeSchema,
  readThroughSchema,
  setThreadSchema,
  startThreadSchema,
  threadParam,
  type InboxThreadWhole,
} from "../contract/messages.ts";
import * as examples from "../contract/examples_messages.ts";
import { page, readCursor, timeOrNone } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { presentMessages, presentThread } from "../messages.ts";
import { byOf } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Inbox"];
const LIST = "/api/v1/inbox";
const ONE = `${LIST}/{thread_id}`;
const params = z.object({ thread_id: threadParam });
const whole = { ...examples.thread, messages: [examples.portalMessage] };
const WRITES = ["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type", "member-needed"] as const;
const SHOWN = 200;

const listRoute = createRoute({
  method: "get",
  path: LIST,
  operationId: "listInbox",
  tags,
  summary: "What clients write",
  description: "One thread for each client and matter, the one with the latest message first.",
  request: { query: inboxQuerySchema },
  responses: {
    200: json(inboxPageSchema, "A page of threads", { items: [examples.thread], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const countsRoute = createRoute({
  method: "get",
  path: "/api/v1/inbox-counts",
  operationId: "countInbox",
  tags,
  summary: "How much is unread",
  description: "Of open threads, by you.",
  responses: { 200: json(inboxCountsSchema, "The counts", { mine: 1, unassigned: 2, all: 3 }), ...problemResponses() },
});

const startRoute = createRoute({
  method: "post",
  path: LIST,
  operationId: "startThread",
  tags,
  summary: "Begin to write to a client",
  description: "Gives the thread of a client and a matter; the same again is the same thread. Nothing is sent by it.",
  request: body(startThreadSchema, {
    connection_id: examples.thread.connection_id,
    matter_id: examples.thread.matter_id,
    contact_id: examples.thread.contact_id,
  }),
  responses: { 200: json(inboxThreadSchema, "The thread", whole), ...problemResponses(...WRITES, "matter-closed") },
});

const oneRoute = createRoute({
  method: "get",
  path: ONE,
  operationId: "readThread",
  tags,
  summary: "One thread with its messages",
  description: "The latest 200. The client is told that it was read by `POST …/read`, not by this.",
  request: { params },
  responses: { 200: json(inboxThreadSchema, "The thread", whole), ...problemResponses("invalid-request", "not-found") },
});

const answerRoute = createRoute({
  method: "post",
  path: `${ONE}/messages`,
  operationId: "answerThread",
  tags,
  summary: "Write to the client",
  description:
    "They are told that there is a message, by their preferences, and never what it says; it is written back within minutes (B-WRB-1). With `seen_seq` it is refused where a colleague answered meanwhile. The same `key` again is the same message.",
  request: {
    params,
    ...body(answerThreadSchema, { key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e78", body: "On the 4th, at nine.", seen_seq: 1 }),
  },
  responses: {
    200: json(inboxThreadSchema, "The thread with it", whole),
    ...problemResponses(...WRITES, "matter-closed", "answered-meanwhile"),
  },
});

const readRoute = createRoute({
  method: "post",
  path: `${ONE}/read`,
  operationId: "readThreadThrough",
  tags,
  summary: "Say how far you have read",
  description: "The client sees that the firm has.",
  request: { params, ...body(readThroughSchema, { seq: 1 }) },
  responses: { 200: json(inboxThreadSchema, "The thread", whole), ...problemResponses(...WRITES) },
});

const setRoute = createRoute({
  method: "patch",
  path: ONE,
  operationId: "setThread",
  tags,
  summary: "Give it to somebody, or call it done",
  description: "A client's next message opens it again.",
  request: { params, ...body(setThreadSchema, { state: "done" }) },
  responses: { 200: json(inboxThreadSchema, "The thread", whole), ...problemResponses(...WRITES) },
});

const modeRoute = createRoute({
  method: "get",
  path: "/api/v1/inbox-notices",
  operationId: "readInboxNotices",
  tags,
  summary: "Which letters you get of what clients write",
  description: "Of your clients and what was given to you, unless you said otherwise.",
  responses: { 200: json(noticeModeSchema, "Which", { mode: "mine" }), ...problemResponses("member-needed") },
});

const setModeRoute = createRoute({
  method: "put",
  path: "/api/v1/inbox-notices",
  operationId: "setInboxNotices",
  tags,
  summary: "Say which letters you want of what clients write",
  description: "A letter says that something is there, and never what.",
  request: body(noticeModeSchema, { mode: "all" }),
  responses: { 200: json(noticeModeSchema, "Which", { mode: "all" }), ...problemResponses(...WRITES) },
});

export function inboxRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;

  app.openapi(listRoute, async (c) => {
    const actor = actorOf(c);
    const { show, state, unread, search, connection, matter, after, limit } = c.req.valid("query");
    if (connection !== undefined) await openConnection(deps, c, connection);
    const position = readCursor(after, [timeOrNone, z.uuid()]);
    const rows = await listThreads(db, actor.firm_id, {
      ...NO_FILTER,
      ...{ member_id: actor.member_id, show, state: state === "any" ? null : state, unread: unread === "true", search: search.trim() },
      ...{ connection_id: connection ?? null, matter_id: matter ?? null, limit: limit + 1 },
      after: position === null ? null : { last_at: position[0]!, thread_id: position[1]! },
    });
    const { items, next } = page(rows, limit, (row) => [row.last_at, row.thread_id]);
    return c.json({ items: items.map(presentThread), next }, 200);
  });

  app.openapi(countsRoute, async (c) => c.json(await countUnread(db, actorOf(c).firm_id, actorOf(c).member_id), 200));

  app.openapi(startRoute, async (c) => {
    const actor = actorOf(c);
    const { connection_id, matter_id, contact_id } = c.req.valid("json");
    await openConnection(deps, c, connection_id);
    const of = { firm_id: actor.firm_id, connection_id, matter_id, contact_id };
    await mayWrite(deps, of);
    const at = deps.clock.now().toISOString();
    const { thread_id } = await deps.db.transaction(async (trx) => {
      const thread = await lockThread(trx, of, { thread_id: newId(deps.clock), at });
      await byOf(actor).tell(trx, "portal.thread", thread.thread_id, { connection_id, matter_id, contact_id });
      return thread;
    });
    return c.json(await present(actor, thread_id), 200);
  });

  app.openapi(oneRoute, async (c) => c.json(await present(actorOf(c), c.req.valid("param").thread_id), 200));

  app.openapi(answerRoute, async (c) => {
    const actor = actorOf(c);
    const thread = await threadOf(c, c.req.valid("param").thread_id);
    await mayWrite(deps, thread);
    await writeAsMember(deps.portal, keyOfThread(thread), memberOf(actor), c.req.valid("json"), byOf(actor));
    return c.json(await present(actor, thread.thread_id), 200);
  });

  app.openapi(readRoute, async (c) => {
    const actor = actorOf(c);
    const thread = await threadOf(c, c.req.valid("param").thread_id);
    await readByMember(deps.portal, thread, memberOf(actor), c.req.valid("json").seq, byOf(actor));
    return c.json(await present(actor, thread.thread_id), 200);
  });

  app.openapi(setRoute, async (c) => {
    const actor = actorOf(c);
    const thread = await threadOf(c, c.req.valid("param").thread_id);
    const { state, assigned_to } = c.req.valid("json");
    if (typeof assigned_to === "string") {
      const member = (await listMembers(db, actor.firm_id)).find((one) => one.member_id === assigned_to);
      if (!member?.active)
        throw new Problem("invalid-request", "It was not given to anybody.", {
          errors: [{ path: "assigned_to", message: "must be an active member's id" }],
        });
    }
    await deps.db.transaction(async (trx) => {
      await setThread(trx, thread, { state, assigned_member_id: assigned_to });
      await byOf(actor).tell(trx, "portal.thread_set", thread.thread_id, { state, assigned_to });
    });
    return c.json(await present(actor, thread.thread_id), 200);
  });

  app.openapi(modeRoute, async (c) => {
    const actor = actorOf(c);
    return c.json({ mode: await readMemberMode(db, actor.firm_id, memberOf(actor).member_id) }, 200);
  });

  app.openapi(setModeRoute, async (c) => {
    const actor = actorOf(c);
    const { mode } = c.req.valid("json");
    const { member_id } = memberOf(actor);
    await deps.db.transaction(async (trx) => {
      await putMemberMode(trx, actor.firm_id, member_id, mode);
      await byOf(actor).tell(trx, "portal.inbox_notices", member_id, { mode });
    });
    return c.json({ mode }, 200);
  });

  async function threadOf(c: Context, thread_id: string): Promise<Thread> {
    const thread = await readThread(db, actorOf(c).firm_id, thread_id);
    if (!thread) throw new Problem("not-found", `There is no thread ${thread_id}.`);
    return thread;
  }

  async function present(actor: Actor, thread_id: string): Promise<InboxThreadWhole> {
    const only = { ...NO_FILTER, member_id: actor.member_id, thread_id, limit: 1 };
    const [row] = await listThreads(db, actor.firm_id, only);
    if (!row) throw new Problem("not-found", `There is no thread ${thread_id}.`);
    const messages = await listMessages(db, actor.firm_id, thread_id, { before: null, limit: SHOWN });
    return { ...presentThread(row), messages: await presentMessages(db, actor.firm_id, messages) };
  }
}

const NO_FILTER: InboxFilter = {
  ...{ member_id: null, show: "all", state: null, unread: false, connection_id: null, matter_id: null, thread_id: null },
  ...{ search: "", after: null, limit: 1 },
};

const keyOfThread = ({ firm_id, connection_id, matter_id, contact_id }: Thread): ThreadKey => ({
  firm_id,
  connection_id,
  matter_id,
  contact_id,
});

/** It is written in a member's name. */
export function memberOf(actor: Actor): { member_id: string; name: string } {
  if (actor.member_id === null) throw new Problem("member-needed", "This is done in a member's name: sign in, or use a member's key.");
  return { member_id: actor.member_id, name: actor.name };
}

/** Only to whom the matter is shown, and as long as it is open: what they may not read is not written to them. */
export async function mayWrite(deps: Pick<ApiDeps, "db">, of: ThreadKey): Promise<void> {
  const client = (await listClientsOf(deps.db.kysely, of)).find((one) => one.contact_id === of.contact_id);
  if (!client) throw new Problem("not-found", "This contact does not take part in such a matter, or the matter is not shown to clients.");
  if (!client.open) throw new Problem("matter-closed", "The matter is closed: nothing more is written in it.");
}
