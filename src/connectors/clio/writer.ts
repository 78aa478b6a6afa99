/** Clio's writing side: what can be written, what is promised about it, and by which file (clio.md §9). */
import type { Session } from "../../model/connector.ts";
import type { Operation, OperationPromise, Parent, WritingSide } from "../../model/writing.ts";
import type { Policy } from "../../lib/http.ts";
import { createWriter } from "../../lib/writer.ts";
import type { ClioMemory } from "./reader.ts";
import { clioAccess } from "./writer_access.ts";
import { clioCommunications } from "./writer_communication.ts";
import { clioDocuments } from "./writer_document.ts";
import { clioNotes } from "./writer_note.ts";
import { clioValues } from "./writer_value.ts";

/**
 * Nothing is told about how late a request may still be carried out, nor how soon lists show what was made: eleven minutes stand a lag of ten
 * (engine-notes F8). What is there is found by the earlier looks; only what is sent again waits so long.
 */
const SETTLE_MS = 11 * 60_000;

const SENTENCES: Partial<Record<Operation, Omit<OperationPromise, "operation" | "settle_ms" | "timeout_ms">>> = {
  note: {
    look_up: "list",
    editable: true,
    client_may_see: false,
    prevents:
      "The last line of the note carries a mark of its own; it is sent once, and sent again only after two look-ups have shown that it is not there.",
    settles: "The notes of the contact or matter that were made since are read, and the mark is looked for.",
    remains: "If somebody removes the mark from the note before an unknown outcome is settled, it is written a second time.",
  },
  communication: {
    look_up: "marker",
    editable: true,
    client_may_see: false,
    prevents:
      "It carries a mark as an external property, which people do not see; it is sent again only after two look-ups have shown that it is not there.",
    settles: "Clio is asked for the communication with this mark, and then for all that were made for the contact or matter since.",
    remains:
      "Clio does not say when its filter is up to date; a communication that shows in no list for longer than the settle window would be written twice.",
  },
  document: {
    look_up: "marker",
    editable: false,
    client_may_see: false,
    prevents:
      "The document's record carries a mark as an external property and is made once; the bytes may be sent again, they take the place of themselves.",
    settles: "Clio is asked for the document with this mark, unfinished ones included, and the upload goes on from there.",
    remains: "An upload that broke off may leave an unfinished version, which nobody sees.",
  },
  custom_value: {
    look_up: "reread",
    editable: true,
    client_may_see: false,
    prevents: "The present value is read first, and the new one is only accepted by Clio if nobody changed the record in between.",
    settles: "The value is read again: it is there, or it is written once more, which changes nothing.",
    remains: "Nothing: the same value twice is the same value.",
  },
};

export interface ClioWritingOptions {
  policyOf(session: Session): Policy;
  memoryOf(session: Session): ClioMemory;
  simulator: string | null;
  link(session: Session, parent: Parent): string | null;
  timeout_ms: number;
}

export function createClioWriting(options: ClioWritingOptions): WritingSide {
  const { timeout_ms, simulator } = options;
  const promises = Object.entries(SENTENCES).map(([operation, rest]) => ({
    operation: operation as Operation,
    settle_ms: SETTLE_MS,
    timeout_ms,
    ...rest,
  }));
  return {
    promises,
    can_find: ({ operation }) => SENTENCES[operation] !== undefined,
    writer(session) {
      const access = clioAccess(session, options.policyOf(session), {
        memory: options.memoryOf(session),
        simulator,
        link: (parent) => options.link(session, parent),
      });
      return createWriter("Clio", {
        note: clioNotes(access),
        communication: clioCommunications(access),
        document: clioDocuments(access),
        custom_value: clioValues(access),
      });
    },
  };
}
