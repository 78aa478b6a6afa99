/** Clio's communications: phone or e-mail only, found again by an external property (clio.md §9.2). Texts go as phone communications. */
import type { Party, Writing } from "../../model/writing.ts";
import { timestampText } from "../../lib/shape.ts";
import { fitText } from "../../lib/text_limit.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { ClioAccess } from "./writer_access.ts";
import { findMarked, idOf, idValue, PROPERTY, removalOf, subjectOf } from "./writer_access.ts";

/** No length is told (clio.md §13.17). A text column of 65,535 bytes is the smallest that is usual. */
const BODY_LIMIT = 60_000;

export function clioCommunications(access: ClioAccess): OperationWriter {
  return {
    async create(writing) {
      const data = {
        type: writing.channel === "email" ? "EmailCommunication" : "PhoneCommunication",
        ...textsOf(writing),
        ...matterOf(writing),
        senders: writing.from.map(participant),
        receivers: receiversOf(writing).map(participant),
        external_properties: [{ name: PROPERTY, value: writing.marker }],
      };
      const made = await access.send("POST", "communications", "id,etag", data);
      return { provider_id: idOf(made), url: access.link(writing.parent), progress: null };
    },
    async find(writing, since) {
      const fields = "id,created_at,external_properties{name,value}";
      const rows = await findMarked(access, "communications", fields, writing, since);
      return rows.map((row) => ({
        provider_id: idOf(row),
        url: access.link(writing.parent),
        created_at: timestampText(row["created_at"]),
        progress: null,
      }));
    },
    removal: removalOf(access, "communications"),
    /** Without participants: whether a PATCH adds to them or replaces them is not told (clio.md §9.2). */
    async update(writing, provider_id) {
      await access.send("PATCH", `communications/${encodeURIComponent(provider_id)}`, "id,etag", textsOf(writing));
      return { provider_id, url: access.link(writing.parent), progress: null };
    },
  };
}

/** `received_at` always; `date` has left the body that Clio takes (clio.md §9.2). A body must not be empty. */
function textsOf(writing: Writing) {
  const subject = subjectOf(writing);
  return { subject, body: fitText(writing.body, BODY_LIMIT, writing.marker) || subject, received_at: writing.occurred_at };
}

function matterOf({ parent, matter_id }: Writing) {
  const id = parent.kind === "matter" ? parent.id : matter_id;
  return id === null ? {} : { matter: { id: idValue(id) } };
}

/** A communication hangs on a contact by its participants alone (clio.md §9.2): its own contact is always one of them. */
function receiversOf({ parent, from, to }: Writing): Party[] {
  const there = [...from, ...to].some((party) => party.kind === "contact" && party.id === parent.id);
  return parent.kind === "contact" && !there ? [...to, { kind: "contact", id: parent.id }] : to;
}

const participant = ({ kind, id }: Party) => ({ id: idValue(id), type: kind === "staff" ? "User" : "Contact" });
