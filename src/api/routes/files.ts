/** Files: up as a stream of bytes, down as a download. */
import { z } from "@hono/zod-openapi";
import { keepFile, openNow, type Upload } from "../../outbox/files.ts";
import { readFileRow } from "../../outbox/store_files.ts";
import { actorOf } from "../actor.ts";
import { fileParam, fileSchema, uploadQuerySchema } from "../contract/activities.ts";
import * as examples from "../contract/examples_outbox.ts";
import type { ApiDeps } from "../deps.ts";
import { announcedSize, asProblem, downloadHeaders } from "../messages.ts";
import { byOf, presentFile } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";

const tags = ["Activities"];
const bytes = z.string().openapi({ format: "binary" });

const uploadRoute = createRoute({
  method: "post",
  path: "/api/v1/files",
  operationId: "uploadFile",
  tags,
  summary: "Upload a file",
  description:
    "The body is the file's bytes, as they are. It is read as a stream; 2 GB at most, unless the installation says otherwise. Attach it to an activity within a week, or it is forgotten. An Idempotency-Key tells uploads apart by name, type, length and `sha256`.",
  request: {
    query: uploadQuerySchema,
    body: { required: true, content: { "application/octet-stream": { schema: bytes } } },
  },
  responses: {
    201: json(fileSchema, "It is kept", examples.file),
    ...problemResponses(
      "invalid-request",
      "cross-site",
      "file-broken",
      "file-too-large",
      "too-slow",
      "disk-full",
      "storage-unavailable",
      "unsupported-media-type",
    ),
  },
});

const downloadRoute = createRoute({
  method: "get",
  path: "/api/v1/files/{file_id}",
  operationId: "downloadFile",
  tags,
  summary: "Download a file",
  description: "Its bytes, as a download: no browser shows it in place.",
  request: { params: z.object({ file_id: fileParam }) },
  responses: {
    200: { description: "The bytes", content: { "application/octet-stream": { schema: bytes, example: "%PDF-1.7 …" } } },
    ...problemResponses("invalid-request", "not-found", "storage-unavailable"),
  },
});

export function fileRoutes(app: Api, deps: ApiDeps): void {
  const file_deps = { db: deps.db, clock: deps.clock, ...deps.files };

  app.openapi(uploadRoute, async (c) => {
    const { name, type, sha256 } = c.req.valid("query");
    const upload: Upload = {
      name: name.trim(),
      media_type: type.toLowerCase(),
      content: c.req.raw.body ?? new Blob([]).stream(),
      size: announcedSize(c),
      sha256: sha256 ?? null,
    };
    const actor = actorOf(c);
    const row = await keepFile(file_deps, actor.firm_id, upload, byOf(actor)).catch(asProblem);
    return c.json(presentFile(row), 201);
  });

  app.openapi(downloadRoute, async (c) => {
    const { file_id } = c.req.valid("param");
    const row = await readFileRow(deps.db.kysely, actorOf(c).firm_id, file_id);
    if (!row) throw new Problem("not-found", `There is no file ${file_id}.`);
    return c.body(await openNow(deps.files.storage, row), 200, downloadHeaders(row));
  });
}
