/** Files: up as a stream of bytes, down as a download. */
import { z } from "@hono/zod-openapi";
import { FileRefused, keepFile, openFile, type Upload } from "../../outbox/files.ts";
import { readFileRow } from "../../outbox/store_files.ts";
import { actorOf } from "../actor.ts";
import { fileParam, fileSchema, uploadQuerySchema } from "../contract/activities.ts";
import * as examples from "../contract/examples_outbox.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf, presentFile } from "../outbox.ts";
import { Problem, problemResponses, type ProblemType } from "../problems.ts";
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
    ...problemResponses("invalid-request", "not-found"),
  },
});

const PROBLEM_OF: Record<FileRefused["reason"], ProblemType> = {
  too_large: "file-too-large",
  cut_short: "file-broken",
  other_content: "file-broken",
  too_slow: "too-slow",
  no_space: "disk-full",
};

export function fileRoutes(app: Api, deps: ApiDeps): void {
  const file_deps = { db: deps.db, clock: deps.clock, ...deps.files };

  app.openapi(uploadRoute, async (c) => {
    const { name, type, sha256 } = c.req.valid("query");
    const announced = c.req.header("content-length");
    const upload: Upload = {
      name: name.trim(),
      media_type: type.toLowerCase(),
      content: c.req.raw.body ?? new Blob([]).stream(),
      size: announced !== undefined && /^\d{1,15}$/.test(announced) ? Number(announced) : null,
      sha256: sha256 ?? null,
    };
    const actor = actorOf(c);
    const row = await keepFile(file_deps, actor.firm_id, upload, byOf(actor)).catch((error: unknown) => {
      if (error instanceof FileRefused) throw new Problem(PROBLEM_OF[error.reason], error.message);
      throw error;
    });
    return c.json(presentFile(row), 201);
  });

  app.openapi(downloadRoute, async (c) => {
    const { file_id } = c.req.valid("param");
    const row = await readFileRow(deps.db.kysely, actorOf(c).firm_id, file_id);
    if (!row) throw new Problem("not-found", `There is no file ${file_id}.`);
    return c.body(openFile(deps.files.data_dir, row).open(), 200, {
      // Never the type that somebody gave it: what is inside may be anything.
      "content-type": "application/octet-stream",
      "content-length": String(row.size),
      "content-disposition": dispositionOf(row.name),
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
    });
  });
}

/** RFC 6266: the plain name for old programs, the right one for the others. */
function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007E]|["\\%]/g, "_");
  const whole = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
