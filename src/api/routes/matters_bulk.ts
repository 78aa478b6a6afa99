/** Automations paused for many matters, or going on again: those named, or all that fit a filter; and the way back. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import {
  insertBulkPause,
  knownMatters,
  pauseMatters,
  readBulkPause,
  undoPauses,
  type BulkPause,
} from "../../automations/store_bulk_pauses.ts";
import { newId } from "../../lib/ids.ts";
import { dropOldBulks } from "../../projection/store_bulk.ts";
import { countMatters, listMatters } from "../../projection/store_lists_matters.ts";
import { actorOf, type Actor } from "../actor.ts";
import { bulkAnswerSchema, bulkMattersBodySchema, matterCountSchema, undoAnswerSchema, type BulkAnswer } from "../contract/bulk.ts";
import { idParam } from "../contract/common.ts";
import { matterFilterSchema } from "../contract/matters.ts";
import { anyText, page, readCursor, timeOrNone } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { matterPosition, openMatters } from "../matter_rows.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, openScope, type Scope } from "../scope.ts";

const tags = ["Matters"];
const example: BulkAnswer = {
  bulk_id: "019402f7-1c00-7b20-9a41-2d7e8f0c5b17",
  done: 41,
  skipped: [{ reason: "nothing_to_change", words: "Automations were paused for them already.", count: 2 }],
  next: null,
};
const WRITES = ["invalid-request", "cross-site", "member-needed", "not-found", "unsupported-media-type"] as const;

const countRoute = createRoute({
  method: "get",
  path: "/api/v1/matters/count",
  operationId: "countMatters",
  tags,
  summary: "How many matters fit",
  description: "The same filters as the list. It looks at each that fits, so ask for it when the number matters, not with every page.",
  request: { query: matterFilterSchema },
  responses: { 200: json(matterCountSchema, "How many", { matters: 412 }), ...problemResponses("invalid-request", "not-found") },
});

const bulkRoute = createRoute({
  method: "post",
  path: "/api/v1/matters/bulk",
  operationId: "editMatters",
  tags,
  summary: "Pause automations for many matters at once",
  description:
    "Or end the pauses: of the matters named, or of all that fit a filter. A request does as many as it can in about a second and says how to go on; whatever it has done stays done when nobody goes on.",
  request: { body: { required: true, content: { "application/json": { schema: bulkMattersBodySchema } } } },
  responses: { 200: json(bulkAnswerSchema, "What was done", example), ...problemResponses(...WRITES, "invalid-cursor") },
});

const undoRoute = createRoute({
  method: "post",
  path: "/api/v1/matters/bulk/{matter_bulk_id}/undo",
  operationId: "undoBulkMatters",
  tags,
  summary: "Undo a change of many matters",
  description: "Each matter's pause is as it was. What somebody has changed since stays. By whoever did it, or an admin.",
  request: { params: z.object({ matter_bulk_id: idParam("matter_bulk_id", "The id from the answer to the change") }) },
  responses: {
    200: json(undoAnswerSchema, "What was undone", { done: 41, skipped: [], more: false }),
    ...problemResponses(...WRITES, "not-allowed"),
  },
});

const BATCH = 2000;
const KEPT_MS = 30 * 24 * 3600 * 1000;

type Chosen = { connection_id: string; provider_id: string };
type Body = z.infer<typeof bulkMattersBodySchema>;
type Member = Actor & { member_id: string };

export function matterBulkRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();

  app.openapi(countRoute, async (c) => {
    const { scope, ids, filter } = await openMatters(deps, c, c.req.valid("query"));
    return c.json({ matters: await countMatters(db, scope.firm_id, ids, filter) }, 200);
  });

  app.openapi(bulkRoute, async (c) => {
    const body = c.req.valid("json");
    const actor = requireMember(c);
    const { scope, chosen, next } = await choose(c, body);
    const { bulk_id, edit } = body.bulk_id === null ? await begin(actor, body) : await goOn(actor, body.bulk_id);
    let done = 0;
    let known = 0;
    for (const [connection_id, of] of Map.groupBy(chosen, (each) => each.connection_id)) {
      const { provider } = connectionOf(scope, connection_id);
      const here = await knownMatters(db, { firm_id: actor.firm_id, connection_id }, of.map((each) => each.provider_id)); // oxfmt-ignore
      known += here.length;
      done += await deps.db.transaction(async (trx) => {
        const whose = { firm_id: actor.firm_id, provider };
        const changed = await pauseMatters(trx, whose, here, { bulk_id, edit, by: actor.name, at: now() });
        await audit(trx, actor, `matters.${edit.kind}`, bulk_id, { connection_id, matters: changed });
        return changed;
      });
    }
    if (edit.kind === "unpause") deps.actions.automate(actor.firm_id);
    const skipped: BulkAnswer["skipped"] = [
      { reason: "nothing_to_change", words: NOTHING[edit.kind], count: known - done },
      { reason: "not_found", words: "They are not there any more.", count: chosen.length - known },
    ];
    return c.json({ bulk_id, done, skipped: skipped.filter((each) => each.count > 0), next }, 200);
  });

  app.openapi(undoRoute, async (c) => {
    const { matter_bulk_id: bulk_id } = c.req.valid("param");
    const actor = requireMember(c);
    const bulk = await readBulkPause(db, actor.firm_id, bulk_id);
    if (!bulk) throw unknown(bulk_id);
    if (bulk.member_id !== actor.member_id && actor.role !== "admin")
      throw new Problem("not-allowed", "Somebody else did this; they or an admin can undo it.");
    const { found, done } = await deps.db.transaction(async (trx) => {
      const undone = await undoPauses(trx, actor.firm_id, bulk, { at: now(), limit: BATCH });
      if (undone.found > 0) await audit(trx, actor, "matters.undo", bulk_id, { matters: undone.done });
      return undone;
    });
    if (bulk.edit.kind === "pause") deps.actions.automate(actor.firm_id);
    const since = found - done;
    const skipped: BulkAnswer["skipped"] =
      since > 0 ? [{ reason: "changed_since", words: "Somebody has paused them since, or the pause has ended.", count: since }] : [];
    return c.json({ done, skipped, more: found === BATCH }, 200);
  });

  async function begin(actor: Member, { what, filter }: Body): Promise<{ bulk_id: string; edit: BulkPause }> {
    const bulk_id = newId(deps.clock);
    const at = deps.clock.now();
    await deps.db.transaction(async (trx) => {
      await dropOldBulks(trx, actor.firm_id, new Date(at.getTime() - KEPT_MS).toISOString());
      await insertBulkPause(trx, actor.firm_id, { bulk_id, member_id: actor.member_id, edit: what, at: at.toISOString() });
      await audit(trx, actor, "matters.bulk", bulk_id, { ...what, chosen: filter ? "by filter" : "one by one" });
    });
    return { bulk_id, edit: what };
  }

  /** What is gone on with is what was begun, whatever the request says now. */
  async function goOn(actor: Member, bulk_id: string): Promise<{ bulk_id: string; edit: BulkPause }> {
    const bulk = await readBulkPause(db, actor.firm_id, bulk_id);
    if (bulk?.member_id !== actor.member_id) throw unknown(bulk_id);
    return bulk;
  }

  async function choose(c: Context, body: Body): Promise<{ scope: Scope; chosen: Chosen[]; next: string | null }> {
    if (body.filter === undefined) {
      const scope = await openScope(deps, c);
      const chosen = new Map((body.matters ?? []).map((each) => [`${each.connection_id} ${each.provider_id}`, each]));
      for (const { connection_id } of chosen.values())
        if (connectionOf(scope, connection_id).erasing_since !== null)
          throw new Problem("not-found", "The data of this connection is being erased.");
      return { scope, chosen: [...chosen.values()], next: null };
    }
    const { scope, ids, filter } = await openMatters(deps, c, body.filter);
    const after = readCursor(body.after ?? undefined, [timeOrNone, z.uuid(), anyText]);
    const position = after && { updated_at: after[0]!, connection_id: after[1]!, provider_id: after[2]! };
    const rows = await listMatters(db, scope.firm_id, ids, filter, position, BATCH);
    const { items, next } = page(rows, BATCH, (row) => Object.values(matterPosition(row)));
    return { scope, chosen: items, next };
  }
}

const NOTHING: Record<BulkPause["kind"], string> = {
  pause: "Automations were paused for them already.",
  unpause: "Automations were not paused for them.",
};

const unknown = (bulk_id: string): Problem => new Problem("not-found", `There is no change ${bulk_id} to be undone or gone on with.`);

function requireMember(c: Context): Member {
  const actor = actorOf(c);
  if (actor.member_id === null) throw new Problem("member-needed", "What is done to many matters is done by somebody.");
  return { ...actor, member_id: actor.member_id };
}
