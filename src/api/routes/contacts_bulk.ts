/** The same done to many contacts: owners pinned, tags added or taken away, in batches over a filter; and the way back. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { listMembers } from "../../connections/store_lists.ts";
import { newId } from "../../lib/ids.ts";
import { addToContacts } from "../../projection/additions.ts";
import {
  dropOldBulks,
  editMany,
  insertBulk,
  knownContacts,
  nextToUndo,
  readBulk,
  undoMany,
  type BulkEdit,
  type BulkRow,
} from "../../projection/store_bulk.ts";
import { countContacts, listContacts } from "../../projection/store_lists.ts";
import { tagName } from "../../projection/tag_text.ts";
import { actorOf, type Actor } from "../actor.ts";
import { openList, positionOf } from "../contact_rows.ts";
import { bulkAnswerSchema, bulkBodySchema, contactCountSchema, undoAnswerSchema, type BulkAnswer } from "../contract/bulk.ts";
import { idParam } from "../contract/common.ts";
import { contactFilterSchema } from "../contract/contacts.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, openScope, type Scope } from "../scope.ts";

const tags = ["Contacts"];
const example: BulkAnswer = {
  bulk_id: "019402f7-1c00-7b20-9a41-2d7e8f0c5b16",
  done: 498,
  skipped: [{ reason: "nothing_to_change", words: "They had this tag from a member already.", count: 2 }],
  next: null,
};

const countRoute = createRoute({
  method: "get",
  path: "/api/v1/contacts/count",
  operationId: "countContacts",
  tags,
  summary: "How many contacts fit",
  description: "The same filters as the list. It looks at each that fits, so ask for it when the number matters, not with every page.",
  request: { query: contactFilterSchema },
  responses: { 200: json(contactCountSchema, "How many", { contacts: 1214 }), ...problemResponses("invalid-request", "not-found") },
});

const bulkRoute = createRoute({
  method: "post",
  path: "/api/v1/contacts/bulk",
  operationId: "editContacts",
  tags,
  summary: "Change many contacts at once",
  description:
    "Pins an owner, takes pins away, adds a tag or takes a member's tag away: of the contacts named, or of all that fit a filter. A request does as many as it can in about a second and says how to go on; whatever it has done stays done when nobody goes on.",
  request: { body: { required: true, content: { "application/json": { schema: bulkBodySchema } } } },
  responses: {
    200: json(bulkAnswerSchema, "What was done", example),
    ...problemResponses("invalid-request", "invalid-cursor", "cross-site", "member-needed", "not-found", "unsupported-media-type"),
  },
});

const undoRoute = createRoute({
  method: "post",
  path: "/api/v1/contacts/bulk/{bulk_id}/undo",
  operationId: "undoBulk",
  tags,
  summary: "Undo a change of many contacts",
  description: "Each contact gets the pin or tag back that it had. What somebody has changed since stays. By whoever did it, or an admin.",
  request: { params: z.object({ bulk_id: idParam("bulk_id", "The id from the answer to the change") }) },
  responses: {
    200: json(undoAnswerSchema, "What was undone", { done: 498, skipped: [], more: false }),
    ...problemResponses("invalid-request", "cross-site", "member-needed", "not-allowed", "not-found", "unsupported-media-type"),
  },
});

/** One transaction: while it goes on, whoever adds something to a contact waits. */
const BATCH = 500;
const KEPT_MS = 30 * 24 * 3600 * 1000;

type Chosen = { connection_id: string; provider_id: string };
type Skipped = BulkAnswer["skipped"];
type Body = z.infer<typeof bulkBodySchema>;
type Member = Actor & { member_id: string };
interface Begun {
  bulk_id: string;
  edit: BulkEdit;
}

export function contactBulkRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;

  app.openapi(countRoute, async (c) => {
    const { scope, filter } = await openList(deps, c, c.req.valid("query"));
    return c.json({ contacts: await countContacts(db, scope.firm_id, scope.connection_ids, filter) }, 200);
  });

  app.openapi(bulkRoute, async (c) => {
    const body = c.req.valid("json");
    const actor = requireMember(c);
    const { scope, chosen, next } = await choose(c, body);
    const { bulk_id, edit } = await (body.bulk_id === null ? begin(actor, body) : goOn(actor, body.bulk_id));
    let done = 0;
    let known = 0;
    for (const [connection_id, ids] of byConnection(chosen)) {
      const connection = connectionOf(scope, connection_id);
      done += await addToContacts(projecting(connection.provider), connection, actor.member_id, async (trx, at) => {
        const here = await knownContacts(trx, connection, ids);
        known += here.length;
        const changed = await editMany(trx, connection, { bulk_id, edit, ids: here, by: actor.member_id, at });
        await audit(trx, actor, `contacts.${edit.kind}`, bulk_id, { connection_id, contacts: changed.length });
        return changed;
      });
    }
    const skipped: Skipped = [
      { reason: "nothing_to_change", words: NOTHING[edit.kind], count: known - done },
      { reason: "not_found", words: "They are not there any more.", count: chosen.length - known },
    ];
    return c.json({ bulk_id, done, skipped: skipped.filter((each) => each.count > 0), next }, 200);
  });

  app.openapi(undoRoute, async (c) => {
    const { bulk_id } = c.req.valid("param");
    const actor = requireMember(c);
    const bulk = await readBulk(db, actor.firm_id, bulk_id);
    if (!bulk) throw unknown(bulk_id);
    if (bulk.member_id !== actor.member_id && actor.role !== "admin")
      throw new Problem("not-allowed", "Somebody else did this; they or an admin can undo it.");
    const batch = await nextToUndo(db, actor.firm_id, bulk_id, BATCH);
    if (!batch) return c.json({ done: 0, skipped: [], more: false }, 200);
    const connection = connectionOf(await openScope(deps, c), batch.connection_id);
    const done = await addToContacts(projecting(connection.provider), connection, actor.member_id, async (trx) => {
      const changed = await undoMany(trx, connection, bulk, batch.contact_ids);
      await audit(trx, actor, "contacts.undo", bulk_id, { connection_id: connection.connection_id, contacts: changed.length });
      return changed;
    });
    const since = batch.contact_ids.length - done;
    const skipped: Skipped = since > 0 ? [{ reason: "changed_since", words: "Somebody has changed this since.", count: since }] : [];
    return c.json({ done, skipped, more: (await nextToUndo(db, actor.firm_id, bulk_id, 1)) !== null }, 200);
  });

  const projecting = (provider: "clio" | "mycase") => ({ db: deps.db, mapper: deps.connectors[provider].mapper, clock: deps.clock });

  async function begin(actor: Member, body: Body): Promise<Begun> {
    const edit = await editOf(actor.firm_id, body.what);
    const bulk_id = newId(deps.clock);
    const now = deps.clock.now();
    await deps.db.transaction(async (trx) => {
      await dropOldBulks(trx, actor.firm_id, new Date(now.getTime() - KEPT_MS).toISOString());
      await insertBulk(trx, actor.firm_id, { bulk_id, member_id: actor.member_id, edit, at: now.toISOString() });
      await audit(trx, actor, "contacts.bulk", bulk_id, { ...edit, chosen: body.filter ? "by filter" : "one by one" });
    });
    return { bulk_id, edit };
  }

  /** What is gone on with is what was begun, whatever the request says now. */
  async function goOn(actor: Member, bulk_id: string): Promise<Begun> {
    const bulk = await readBulk(db, actor.firm_id, bulk_id);
    if (bulk?.member_id !== actor.member_id) throw unknown(bulk_id);
    return { bulk_id, edit: bulkEdit(bulk) };
  }

  async function editOf(firm_id: string, what: Body["what"]): Promise<BulkEdit> {
    if (what.kind === "unpin") return { kind: "unpin" };
    if (what.kind !== "pin") return { kind: what.kind, tag: tagName(what.name) };
    const member = (await listMembers(db, firm_id)).find((each) => each.member_id === what.member_id);
    if (member?.active) return { kind: "pin", owner_member_id: member.member_id };
    const message = member ? `${member.name} is inactive and cannot own contacts` : "must be a member's id";
    throw new Problem("invalid-request", "Nothing was changed.", { errors: [{ path: "what.member_id", message }] });
  }

  async function choose(c: Context, body: Body): Promise<{ scope: Scope; chosen: Chosen[]; next: string | null }> {
    if (body.filter === undefined) {
      const scope = await openScope(deps, c);
      const chosen = new Map((body.contacts ?? []).map((each) => [`${each.connection_id} ${each.provider_id}`, each]));
      for (const { connection_id } of chosen.values())
        if (connectionOf(scope, connection_id).erasing_since !== null)
          throw new Problem("not-found", "The data of this connection is being erased.");
      return { scope, chosen: [...chosen.values()], next: null };
    }
    const { scope, filter } = await openList(deps, c, body.filter);
    const after = readCursor(body.after ?? undefined, [anyText, z.uuid(), anyText]);
    const position = after && { sort_name: after[0]!, connection_id: after[1]!, provider_id: after[2]! };
    const rows = await listContacts(db, scope.firm_id, scope.connection_ids, filter, position, BATCH);
    const { items, next } = page(rows, BATCH, (row) => Object.values(positionOf(row)));
    return { scope, chosen: items.map(positionOf), next };
  }
}

const NOTHING: Record<BulkEdit["kind"], string> = {
  pin: "They were pinned to this member already.",
  unpin: "They were not pinned.",
  tag: "They had this tag from a member already.",
  untag: "No member gave them this tag; a tag that a rule gives stays.",
};

const unknown = (bulk_id: string): Problem => new Problem("not-found", `There is no change ${bulk_id} to be undone or gone on with.`);

function bulkEdit({ kind, owner_member_id, tag }: BulkRow): BulkEdit {
  if (kind === "pin") return { kind, owner_member_id: owner_member_id! };
  return kind === "unpin" ? { kind } : { kind, tag: tag! };
}

function requireMember(c: Context): Member {
  const actor = actorOf(c);
  if (actor.member_id === null) throw new Problem("member-needed", "What is added to contacts is added by somebody.");
  return { ...actor, member_id: actor.member_id };
}

function byConnection(chosen: readonly Chosen[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { connection_id, provider_id } of chosen) groups.set(connection_id, [...(groups.get(connection_id) ?? []), provider_id]);
  return groups;
}
