/** What somebody may have to look after: skipped contacts, rows that could not be taken in, hidden people, possible duplicates. */
import { z } from "@hono/zod-openapi";
import { listContacts } from "../../projection/store_lists.ts";
import { listDuplicateGroups, listHidden } from "../../projection/store_lists_attention.ts";
import { listQuarantined } from "../../sync/store_lists.ts";
import { connectionQuery, pageQuery, text } from "../contract/common.ts";
import { duplicatePageSchema, hiddenPageSchema, quarantinedPageSchema, skippedPageSchema, type Skipped } from "../contract/contacts.ts";
import * as examples from "../contract/examples.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openScope } from "../scope.ts";
import { openWhys } from "../whys.ts";

const tags = ["Attention"];
const query = z.strictObject({ connection: connectionQuery, ...pageQuery });
const refusals = problemResponses("invalid-request", "invalid-cursor", "not-found");

const skippedRoute = createRoute({
  method: "get",
  path: "/api/v1/skipped",
  operationId: "listSkipped",
  tags,
  summary: "Skipped contacts, with reasons",
  description:
    "The first reason that holds, the further ones, and a link to mend it at the provider (B-CTC-3, B-CTC-4). A contact leaves this list by itself once mended. Counts by reason: /api/v1/connections/{connection_id}/counts.",
  request: {
    query: query.extend({
      reason: text(64).min(1).optional().openapi({ description: "Only those skipped for this reason code", example: "no_channel" }),
    }),
  },
  responses: { 200: json(skippedPageSchema, "A page of them, by name", { items: [examples.skipped], next: null }), ...refusals },
});

const quarantinedRoute = createRoute({
  method: "get",
  path: "/api/v1/quarantined",
  operationId: "listQuarantined",
  tags,
  summary: "Rows that could not be taken in",
  description: "Rows of any kind that came broken, each with what is wrong. One leaves this list by itself when a good version comes.",
  request: { query },
  responses: { 200: json(quarantinedPageSchema, "A page of them", { items: [examples.quarantined], next: null }), ...refusals },
});

const hiddenRoute = createRoute({
  method: "get",
  path: "/api/v1/hidden",
  operationId: "listHidden",
  tags,
  summary: "People hidden by permission",
  description: "Whom a matter or relationship names, but the sync user may not read (B-CTC-4). Give the sync user access to see them.",
  request: { query },
  responses: { 200: json(hiddenPageSchema, "A page of them", { items: [examples.hidden], next: null }), ...refusals },
});

const duplicatesRoute = createRoute({
  method: "get",
  path: "/api/v1/duplicates",
  operationId: "listDuplicates",
  tags,
  summary: "Possible duplicates",
  description: "E-mails and phones that several contacts have which are in. They stay separate contacts (B-CTC-6).",
  request: { query },
  responses: {
    200: json(duplicatePageSchema, "A page of shared e-mails and phones", { items: [examples.duplicates], next: null }),
    ...refusals,
  },
});

export function attentionRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(skippedRoute, async (c) => {
    const { connection, reason, limit, ...rest } = c.req.valid("query");
    const scope = await openScope(deps, c, connection);
    const after = readCursor(rest.after, [anyText, z.uuid(), anyText]);
    const position = after && { sort_name: after[0]!, connection_id: after[1]!, provider_id: after[2]! };
    const rows = await listContacts(db, scope.firm_id, scope.connection_ids, { states: ["skipped"], skip_code: reason }, position, limit);
    const { items, next } = page(rows, limit, (row) => [row.sort_name, row.connection_id, row.provider_id]);
    const whys = new Map(
      await Promise.all(
        scope.connection_ids.map(async (id) => {
          const views = items.filter((row) => row.connection_id === id).map((row) => row.view);
          return [
            id,
            await openWhys(
              deps,
              connectionOf(scope, id),
              views.flatMap((view) => [view.state_reason, ...view.other_reasons]),
            ),
          ] as const;
        }),
      ),
    );
    const present = (row: (typeof items)[number]): Skipped => {
      const owner = connectionOf(scope, row.connection_id);
      const why = whys.get(row.connection_id)!;
      const { name, state_reason, other_reasons } = row.view;
      return { ...identityOf(deps, owner, row.provider_id), name, why: why(state_reason), other_whys: other_reasons.map(why) };
    };
    return c.json({ items: items.map(present), next }, 200);
  });
  app.openapi(quarantinedRoute, async (c) => {
    const { connection, limit, ...rest } = c.req.valid("query");
    const scope = await openScope(deps, c, connection);
    const after = readCursor(rest.after, [z.uuid(), anyText, anyText]);
    const position = after && { connection_id: after[0]!, kind: after[1]!, provider_id: after[2]! };
    const rows = await listQuarantined(db, scope.firm_id, scope.connection_ids, position, limit);
    const { items, next } = page(rows, limit, (row) => [row.connection_id, row.kind, row.provider_id]);
    const linked = ["contact", "company", "matter", "staff"] as const;
    return c.json(
      {
        items: items.map((row) => {
          const owner = connectionOf(scope, row.connection_id);
          const kind = linked.find((each) => each === row.kind);
          return { ...row, provider: owner.provider, link: kind ? linkTo(deps, owner, kind, row.provider_id) : null };
        }),
        next,
      },
      200,
    );
  });
  app.openapi(hiddenRoute, async (c) => {
    const { connection, limit, ...rest } = c.req.valid("query");
    const scope = await openScope(deps, c, connection);
    const after = readCursor(rest.after, [z.uuid(), anyText]);
    const rows = await listHidden(
      db,
      scope.firm_id,
      scope.connection_ids,
      after && { connection_id: after[0]!, provider_id: after[1]! },
      limit,
    );
    const { items, next } = page(rows, limit, (row) => [row.connection_id, row.provider_id]);
    return c.json(
      {
        items: items.map((row) => {
          const owner = connectionOf(scope, row.connection_id);
          const matters = row.matters.map(({ capacity, role, ...matter }) => ({
            ...matter,
            role: role || capacity,
            link: linkTo(deps, owner, "matter", matter.provider_id),
          }));
          return { ...identityOf(deps, owner, row.provider_id), matters };
        }),
        next,
      },
      200,
    );
  });
  app.openapi(duplicatesRoute, async (c) => {
    const { connection, limit, ...rest } = c.req.valid("query");
    const scope = await openScope(deps, c, connection);
    const after = readCursor(rest.after, [anyText]);
    const rows = await listDuplicateGroups(db, scope.firm_id, scope.connection_ids, after?.[0] ?? null, limit);
    const { items, next } = page(rows, limit, (row) => [row.channel]);
    const named = (contact: { connection_id: string; provider_id: string; name: string }) => ({
      ...identityOf(deps, connectionOf(scope, contact.connection_id), contact.provider_id),
      name: contact.name,
    });
    return c.json({ items: items.map(({ channel, contacts }) => ({ channel, contacts: contacts.map(named) })), next }, 200);
  });
}

function identityOf(deps: ApiDeps, connection: ReturnType<typeof connectionOf>, provider_id: string) {
  return {
    connection_id: connection.connection_id,
    provider: connection.provider,
    provider_id,
    link: linkTo(deps, connection, "contact", provider_id),
  };
}
