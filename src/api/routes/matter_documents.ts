/** Documents of a matter that are shared with clients, as members see them. */
import { z } from "@hono/zod-openapi";
import { fetchDocument, shareAsMember } from "../../portal/documents.ts";
import { listDocuments, readDocument, type SharedDocument } from "../../portal/store_documents.ts";
import { listClientsOf } from "../../portal/store_inbox.ts";
import { actorOf } from "../actor.ts";
import * as examples from "../contract/examples_messages.ts";
import {
  documentParam,
  matterClientsSchema,
  memberDocumentSchema,
  memberDocumentsSchema,
  shareDocumentSchema,
  type MatterDocument,
} from "../contract/messages.ts";
import { matterParams } from "../contract/projects.ts";
import type { ApiDeps } from "../deps.ts";
import { downloadHeaders, presentDocument } from "../messages.ts";
import { byOf } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";
import { mayWrite, memberOf } from "./inbox.ts";

const tags = ["Inbox"];
const DOCUMENTS = "/api/v1/matters/{connection_id}/{matter_id}/documents";
const bytes = z.string().openapi({ format: "binary" });
const SHOWN = 200;

const clientsRoute = createRoute({
  method: "get",
  path: "/api/v1/matters/{connection_id}/{matter_id}/clients",
  operationId: "listMatterClients",
  tags,
  summary: "Who may be written to about a matter",
  description: "The persons who take part in it, as it is shown to clients; nobody where it is not shown.",
  request: { params: matterParams },
  responses: {
    200: json(matterClientsSchema, "They", { items: [{ contact_id: "1042", name: "Lucía Rivera" }], read_only: false }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const listRoute = createRoute({
  method: "get",
  path: DOCUMENTS,
  operationId: "listMatterDocuments",
  tags,
  summary: "What was shared of a matter",
  description: "By clients and with them, the latest first, each with who has received it when.",
  request: { params: matterParams },
  responses: {
    200: json(memberDocumentsSchema, "The documents", { items: [examples.matterDocument] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const shareRoute = createRoute({
  method: "post",
  path: DOCUMENTS,
  operationId: "shareDocument",
  tags,
  summary: "Share a document with a client",
  description: "Upload the file first. Its content has to be what its name says; it is written back as a document of the matter (B-WRB-1).",
  request: {
    params: matterParams,
    ...body(shareDocumentSchema, { contact_id: "1042", file_id: "019402f6-0a00-7c5d-9e42-5f7da03b9c88", note: "" }),
  },
  responses: {
    201: json(memberDocumentSchema, "It is shared", examples.matterDocument),
    ...problemResponses(
      ...(["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"] as const),
      ...(["member-needed", "matter-closed", "file-refused", "storage-unavailable"] as const),
    ),
  },
});

const contentRoute = createRoute({
  method: "get",
  path: "/api/v1/shared-documents/{document_id}/content",
  operationId: "downloadSharedDocument",
  tags,
  summary: "Get a shared document",
  description: "Its bytes, as a download: no browser shows it in place. The client sees when the firm first fetched it.",
  request: { params: z.object({ document_id: documentParam }) },
  responses: {
    200: { description: "The bytes", content: { "application/octet-stream": { schema: bytes, example: "%PDF-1.7 …" } } },
    ...problemResponses("invalid-request", "not-found", "storage-unavailable"),
  },
});

const present = (row: SharedDocument): MatterDocument => ({
  ...presentDocument(row),
  contact_id: row.contact_id,
  contact_name: row.contact_name ?? row.contact_id,
});

export function matterDocumentRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;

  app.openapi(clientsRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    await openConnection(deps, c, connection_id);
    const rows = await listClientsOf(db, { firm_id: actorOf(c).firm_id, connection_id, matter_id });
    const items = rows.map(({ contact_id, name }) => ({ contact_id, name }));
    return c.json({ items, read_only: rows.some((one) => !one.open) }, 200);
  });

  app.openapi(listRoute, async (c) => {
    const { connection_id, matter_id } = c.req.valid("param");
    await openConnection(deps, c, connection_id);
    const of = { firm_id: actorOf(c).firm_id, connection_id, matter_id, contact_id: null };
    return c.json({ items: (await listDocuments(db, of, { before: null, limit: SHOWN })).map(present) }, 200);
  });

  app.openapi(shareRoute, async (c) => {
    const actor = actorOf(c);
    const { connection_id, matter_id } = c.req.valid("param");
    await openConnection(deps, c, connection_id);
    const { contact_id, ...given } = c.req.valid("json");
    const of = { firm_id: actor.firm_id, connection_id, matter_id, contact_id };
    await mayWrite(deps, of);
    return c.json(present(await shareAsMember(deps.portal, of, memberOf(actor), given, byOf(actor))), 201);
  });

  app.openapi(contentRoute, async (c) => {
    const actor = actorOf(c);
    const document = await readDocument(db, actor.firm_id, c.req.valid("param").document_id);
    if (!document) throw new Problem("not-found", "There is no such document.");
    const stream = await fetchDocument(deps.portal, document, { side: "firm", name: actor.name }, byOf(actor));
    return c.body(stream, 200, downloadHeaders(document));
  });
}
