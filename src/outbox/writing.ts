/** What is sent, with a document's bytes at hand. */
import type { Writing } from "../model/writing.ts";
import type { Payload } from "./compose.ts";
import type { OutboxDeps } from "./deps.ts";
import type { DeliveryRow } from "./store.ts";
import type { FileRow } from "./types.ts";

export const writingOf = (deps: Pick<OutboxDeps, "open_file">, row: DeliveryRow & { payload: Payload }, file: FileRow | null): Writing => ({
  ...row.payload,
  content: file === null ? null : deps.open_file(file),
});
