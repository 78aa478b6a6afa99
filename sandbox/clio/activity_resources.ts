/** Notes and communications (clio.md 9), and webhooks (6.1). */
import type { Row } from "../kit/types.ts";
import type { CommunicationRow, ExternalProperty, NoteRow, Revised, WebhookRow } from "./rows.ts";
import type { Child, ClioResource } from "./resource.ts";
import { Redacted, childOf, emptyLists, emptyOnes, lazy, many, one, resource, rowFields, scalar, stored } from "./resource.ts";
import { contact, initialsOf, seenContact } from "./contact_resource.ts";
import { user } from "./firm_resources.ts";
import { matter, seenMatter } from "./matter_resource.ts";
import type { View } from "./view.ts";
import { shownTime } from "./view.ts";

export const userOf = (id: number | null, view: View) => (id === null ? null : view.tables.users.get(id));

export const note: () => ClioResource<NoteRow> = lazy(() =>
  resource<NoteRow>(
    "Note",
    rowFields("Note"),
    stored<NoteRow>("type", "subject", "detail", "detail_text_type", "date"),
    [
      ["time_entries_count", scalar(() => 0)],
      ["matter", one(matter, (row, view) => seenMatter(row.matter_id, view))],
      ["contact", one(contact, (row, view) => seenContact(row.contact_id, view))],
      ["author", one(user, (row, view) => userOf(row.author_id, view))],
    ],
    emptyLists("time_entries", "notification_event_subscribers"),
  ),
);

export const externalProperty = lazy(() =>
  resource<Child<ExternalProperty>>("ExternalProperty", rowFields("ExternalProperty"), stored<Child<ExternalProperty>>("name", "value")),
);

/** Written as User or Contact, read as User, Person or Company (clio.md 9.2). */
interface Participant extends Row, Revised {
  type: "User" | "Person" | "Company";
  name: string;
  identifier: string | null;
  enabled: boolean;
}
const participant = lazy(() =>
  resource<Participant>(
    "Participant",
    rowFields("Participant"),
    stored<Participant>("type", "name", "identifier", "enabled"),
    [
      ["secondary_identifier", scalar(() => null)],
      ["job_title_name", scalar(() => null)],
      ["initials", scalar((row) => initialsOf(row.name))],
    ],
    emptyOnes("avatar"),
  ),
);

function participants(items: CommunicationRow["senders"], view: View): (Participant | Redacted)[] {
  return items.flatMap((item): (Participant | Redacted)[] => {
    if (item.type === "User") {
      const row = view.tables.users.get(item.id);
      return row ? [{ ...row, type: "User", identifier: row.email }] : [];
    }
    const row = seenContact(item.id, view);
    if (!row || row instanceof Redacted) return row ? [row] : [];
    return [{ ...row, type: row.type, identifier: row.email_addresses[0]?.address ?? null, enabled: true }];
  });
}

export const communication: () => ClioResource<CommunicationRow> = lazy(() =>
  resource<CommunicationRow>(
    "Communication",
    rowFields("Communication"),
    stored<CommunicationRow>("type", "subject", "body", "date"),
    [
      ["received_at", scalar((row, view) => shownTime(row.received_at, view.switches))],
      ["time_entries_count", scalar(() => 0)],
      ["user", one(user, (row, view) => userOf(row.user_id, view))],
      ["matter", one(matter, (row, view) => seenMatter(row.matter_id, view))],
      ["senders", many(participant, (row, view) => participants(row.senders, view))],
      ["receivers", many(participant, (row, view) => participants(row.receivers, view))],
      ["external_properties", many(externalProperty, (row) => row.external_properties.map((item) => childOf(row, item)))],
    ],
    emptyLists("documents", "time_entries", "notification_event_subscribers"),
    emptyOnes("communication_eml_file"),
  ),
);

export const webhook: () => ClioResource<WebhookRow> = lazy(() =>
  resource<WebhookRow>("Webhook", rowFields("Webhook"), stored<WebhookRow>("url", "fields", "model", "status", "events"), [
    ["shared_secret", scalar((row, view) => (view.switches.webhook_secret_readable ? row.shared_secret : null))],
    ["expires_at", scalar((row, view) => shownTime(row.expires_at, view.switches))],
    ["user", one(user, (row, view) => view.tables.users.get(row.user_id))],
  ]),
);
