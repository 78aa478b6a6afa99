/** MyCase's writing side: what can be written, what is promised about it, and by which file (mycase.md §6). */
import type { Session } from "../../model/connector.ts";
import type { Operation, OperationPromise, WritingSide } from "../../model/writing.ts";
import type { Policy } from "../../lib/http.ts";
import { createWriter } from "../../lib/writer.ts";
import { mycaseAccess } from "./writer_access.ts";
import { mycaseCalls } from "./writer_call.ts";
import { mycaseDocuments } from "./writer_document.ts";
import { mycaseNotes } from "./writer_note.ts";
import { clientsOf, mycaseMessages, mycaseThreads } from "./writer_thread.ts";
import { mycaseValues } from "./writer_value.ts";

/**
 * The fact sheet advises "30–60 s; longer for calls" (mycase.md §6), which are worked off after the answer. Nobody tells how soon lists show what
 * was made: eleven minutes stand a lag of ten (engine-notes F8). What is there is found by the earlier looks; only what is sent again waits so long.
 */
const SETTLE_MS = 11 * 60_000;

const SENTENCES: Partial<Record<Operation, Omit<OperationPromise, "operation" | "settle_ms" | "timeout_ms">>> = {
  note: {
    look_up: "list",
    editable: true,
    client_may_see: false,
    prevents:
      "The last line of the note carries a mark of its own; it is sent once, and sent again only after two look-ups have shown that it is not there.",
    settles: "All notes of the client or case are read, and the mark is looked for.",
    remains: "If somebody removes the mark from the note before an unknown outcome is settled, it is written a second time.",
  },
  call: {
    look_up: "list",
    editable: true,
    client_may_see: false,
    prevents:
      "The last line of the call's text carries a mark of its own; it is sent once, and sent again only after two look-ups have shown that it is not there.",
    settles: "All calls that changed since are read, and the mark is looked for: MyCase gives a call no name when it takes it.",
    remains: "MyCase may take a call and drop it later without a word: then it is not confirmed, and sent again after the settle window.",
  },
  thread: {
    look_up: "none",
    editable: false,
    client_may_see: true,
    prevents: "It is sent once.",
    settles:
      "With a client among its recipients: by that client's list, word for word. Among staff alone nothing shows it, so a person decides.",
    remains: "A conversation among staff whose answer was lost needs a look by a person; it is never sent again by itself.",
  },
  message: {
    look_up: "none",
    editable: false,
    client_may_see: true,
    prevents: "It is sent once.",
    settles: "MyCase shows the messages of a conversation to no program, so a person decides.",
    remains: "A message whose answer was lost needs a look by a person; it is never sent again by itself.",
  },
  document: {
    look_up: "list",
    editable: false,
    client_may_see: false,
    prevents:
      "The document's description and name carry a mark; its record is made once, and the bytes may be sent again: they take the place of themselves.",
    settles: "All documents of the case are read, the mark is looked for, and the upload goes on with a new version.",
    remains: "An upload that broke off may leave a version without content beside the good one.",
  },
  custom_value: {
    look_up: "reread",
    editable: true,
    client_may_see: false,
    prevents: "The present value is read first, only the changed one is sent, and the record is read again afterwards.",
    settles: "The value is read again: it is there, or it is written once more, which changes nothing.",
    remains:
      "Should MyCase add a second entry instead of replacing the first, that is reported, and the field is not written again on that record until it is mended.",
  },
};

export interface MyCaseWritingOptions {
  policy: Policy;
  simulator: string | null;
}

export function createMyCaseWriting({ policy, simulator }: MyCaseWritingOptions): WritingSide {
  const promises = Object.entries(SENTENCES).map(([operation, rest]) => ({
    operation: operation as Operation,
    settle_ms: SETTLE_MS,
    timeout_ms: policy.timeout_ms,
    ...rest,
  }));
  return {
    promises,
    can_find: (writing) =>
      writing.operation === "thread" ? clientsOf(writing).length > 0 : (SENTENCES[writing.operation]?.look_up ?? "none") !== "none",
    writer(session: Session) {
      const access = mycaseAccess(session, policy, simulator);
      return createWriter("MyCase", {
        note: mycaseNotes(access),
        call: mycaseCalls(access),
        thread: mycaseThreads(access),
        message: mycaseMessages(access),
        document: mycaseDocuments(access),
        custom_value: mycaseValues(access),
      });
    },
  };
}
