/** Documents between a client and the firm: what was shared, a file up as a stream, a file down as a download. */
import { z } from "@hono/zod-openapi";
import { clientLimit, fetchDocument, shareAsClient } from "../../portal/documents.ts";
import { ENDINGS } from "../../portal/file_name.ts";
import { keyOf } from "../../portal/messages.ts";
import { matterOf } from "../../portal/person.ts";
import { listDocuments, readDocument } from "../../portal/store_documents.ts";
import { PortalRefused, type PortalDeps } from "../../portal/types.ts";
import * as examples from "../contract/examples_messages.ts";
import { clientUploadQuerySchema, documentParam, portalDocumentsSchema, sharedDocumentSchema } from "../contract/messages.ts";
import { matterParam } from "../contract/projects.ts";
import { announcedSize, asProblem, downloadHeaders, presentDocument } from "../messages.ts";
import { publicResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { personOf, PORTAL_API } from "./guard.ts";
import { byPerson } from "./routes_messages.ts";

const tags = ["Documents"];
const DOCUMENTS = `${PORTAL_API}/matters/{matter_id}/documents`;
const params = z.object({ matter_id: matterParam });
const reading = publicResponses("portal-sign-in-needed", "too-many-requests", "invalid-request", "not-found");
const bytes = z.string().openapi({ format: "binary" });
const SHOWN = 200;

const listRoute = createRoute({
  method: "get",
  path: DOCUMENTS,
  operationId: "portalDocuments",
  tags,
  summary: "What was shared of a matter",
  description: "By them and with them; not what others who take part share.",
  request: { params },
  responses: { 200: json(portalDocumentsSchema, "The documents", examples.portalDocuments), ...reading },
});

const uploadRoute = createRoute({
  method: "post",
  path: DOCUMENTS,
  operationId: "sendPortalDocument",
  tags,
  summary: "Send the firm a document",
  description:
    "The body is the file's bytes, as they are. PDF, pictures, office documents and text, whose content is what the name says; 100 MB at most.",
  request: { params, query: clientUploadQuerySchema, body: { required: true, content: { "application/octet-stream": { schema: bytes } } } },
  responses: {
    201: json(sharedDocumentSchema, "The firm has it", examples.sharedDocument),
    ...publicResponses(
      ...(["portal-sign-in-needed", "too-many-requests", "invalid-request", "not-found", "matter-closed", "cross-site"] as const),
      ...([
        "file-refused",
        "file-broken",
        "file-too-large",
        "too-slow",
        "disk-full",
        "storage-unavailable",
        "unsupported-media-type",
        "too-many-tries",
      ] as const),
    ),
  },
});

const downloadRoute = createRoute({
  method: "get",
  path: `${PORTAL_API}/documents/{document_id}`,
  operationId: "getPortalDocument",
  tags,
  summary: "Get a document",
  description: "Its bytes, as a download: no browser shows it in place. The firm sees when it was first fetched.",
  request: { params: z.object({ document_id: documentParam }) },
  responses: {
    200: { description: "The bytes", content: { "application/octet-stream": { schema: bytes, example: "%PDF-1.7 …" } } },
    ...reading,
    ...publicResponses("storage-unavailable"),
  },
});

export function portalDocumentRoutes(app: Api, deps: PortalDeps): void {
  const db = deps.db.kysely;

  app.openapi(listRoute, async (c) => {
    const person = personOf(c);
    const { matter_id } = await matterOf(db, person, c.req.valid("param").matter_id, deps.clock.now(), "read");
    const rows = await listDocuments(db, keyOf(person, matter_id), { before: null, limit: SHOWN });
    return c.json({ items: rows.map(presentDocument), max_bytes: clientLimit(deps), endings: [...ENDINGS] }, 200);
  });

  app.openapi(uploadRoute, async (c) => {
    const person = personOf(c);
    const matter = await matterOf(db, person, c.req.valid("param").matter_id, deps.clock.now(), "write");
    const { name, note, with_message } = c.req.valid("query");
    const content = c.req.raw.body ?? new Blob([]).stream();
    const given = { name, note, size: announcedSize(c), content, with_message: with_message === "true" };
    const shared = await shareAsClient(deps, person, matter, given, byPerson(person)).catch(asProblem);
    return c.json(presentDocument(shared), 201);
  });

  app.openapi(downloadRoute, async (c) => {
    const person = personOf(c);
    const document = await readDocument(db, person.firm_id, c.req.valid("param").document_id);
    if (!document || document.connection_id !== person.connection_id || document.contact_id !== person.contact_id)
      throw new PortalRefused("not_found");
    // What they no longer take part in is no longer theirs to read.
    await matterOf(db, person, document.matter_id, deps.clock.now(), "read");
    const stream = await fetchDocument(deps, document, { side: "client", name: person.name }, byPerson(person));
    return c.body(stream, 200, downloadHeaders(document));
  });
}
