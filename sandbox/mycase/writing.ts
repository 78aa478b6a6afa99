/** Which writer answers which request (fact sheet 6), under which feature and which record. */
import type { Row } from "../kit/types.ts";
import type { Feature } from "./access.ts";
import { changeCall, createCall, removeCall } from "./calls.ts";
import { changeDocument, createDocument, createVersion, removeDocument, removeVersion } from "./documents.ts";
import { createSubfolder } from "./folders.ts";
import { changeNote, createNote, removeNote } from "./notes.ts";
import { changeCase, changeClient } from "./records.ts";
import { createMessage, createThread } from "./threads.ts";
import type { Call, WriteContext } from "./write_context.ts";

interface Way {
  feature: Feature;
  run(call: Call, context: WriteContext): Promise<Response>;
}

/** By method and path; the first name of a path with an id is the record that must be there and visible. */
const WAYS: Record<string, Way> = {
  "POST cases/{id}/notes": { feature: "notes", run: createNote("cases") },
  "POST clients/{id}/notes": { feature: "notes", run: createNote("clients") },
  "POST companies/{id}/notes": { feature: "notes", run: createNote("companies") },
  "PUT notes/{id}": { feature: "notes", run: changeNote },
  "DELETE notes/{id}": { feature: "notes", run: removeNote },
  "POST calls": { feature: "calls", run: createCall },
  "PUT calls/{id}": { feature: "calls", run: changeCall },
  "DELETE calls/{id}": { feature: "calls", run: removeCall },
  "POST message_threads": { feature: "messages", run: createThread },
  "POST cases/{id}/message_threads": { feature: "messages", run: createThread },
  "POST message_threads/{id}/messages": { feature: "messages", run: createMessage },
  "POST documents": { feature: "documents", run: createDocument },
  "POST cases/{id}/documents": { feature: "documents", run: createDocument },
  "PUT documents/{id}": { feature: "documents", run: changeDocument },
  "DELETE documents/{id}": { feature: "documents", run: removeDocument },
  "POST documents/{id}/versions": { feature: "documents", run: createVersion },
  "DELETE documents/{id}/versions/{id}": { feature: "documents", run: removeVersion },
  "POST cases/{id}/subfolders": { feature: "documents", run: createSubfolder },
  "PUT clients/{id}": { feature: "contacts", run: changeClient },
  "PUT cases/{id}": { feature: "cases", run: changeCase },
};

export interface Doors {
  /** Refuses who may not use the feature. */
  mayUse(user_id: number, feature: Feature): void;
  /** The row, or a refusal. */
  record(name: string, id: number, user_id: number): Row;
}

/** Null: there is no such way to write. */
export async function answerWrite(
  request: Request,
  url: URL,
  user_id: number,
  doors: Doors,
  context: WriteContext,
): Promise<Response | null> {
  const path = url.pathname.slice("/v1/".length);
  const way = WAYS[`${request.method} ${path.replaceAll(/(?<=\/)\d+(?=\/|$)/g, "{id}")}`];
  if (!way) return null;
  doors.mayUse(user_id, way.feature);
  const [name = "", id] = path.split("/");
  const parent = id === undefined ? null : doors.record(name, Number(id), user_id);
  return way.run({ user_id, request, url, parent }, context);
}
