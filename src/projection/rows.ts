/** From derived views to the rows that keep them, with the columns that lists filter and sort by. Pure. */
import { bytesOf } from "../lib/bytes.ts";
import type { Presence } from "../model/kinds.ts";
import { matterForContact } from "./matter.ts";
import type { ContactRow } from "./store_contacts.ts";
import type { MatterRow } from "./store_matters.ts";
import type { ParticipationRow } from "./store_participation.ts";
import { searchKey } from "./text.ts";
import type { ContactView, MatterView, Participant } from "./types.ts";

export function matterRow(view: MatterView, presence: Presence, hash: (text: Buffer) => string): MatterRow {
  const hashed = bytesOf(`${presence} ${JSON.stringify(view)}`);
  return {
    provider_id: view.provider_id,
    number: view.number,
    name: view.name,
    status: view.status,
    practice_area: view.practice_area,
    stage: view.stage,
    opened_on: view.opened_on,
    closed_on: view.closed_on,
    updated_at: view.updated_at,
    presence,
    left_out: view.left_out,
    practice_area_id: view.practice_area_id,
    stage_id: view.stage_id,
    staff_ids: view.staff.map((entry) => entry.staff_id),
    main_client_id: view.main_client.contact_id,
    for_contact: bytesOf(JSON.stringify(matterForContact(view))),
    view_text: hashed.subarray(presence.length + 1),
    view_hash: hash(hashed),
  };
}

export function participationRow(matter_id: string, participant: Participant): ParticipationRow {
  const { position, person_id, person_type, capacity, role } = participant;
  return { matter_id, relationship_id: participant.relationship_id ?? "", position, person_id, person_type, capacity, role };
}

/** `view_text`: the view as JSON. */
export function contactRow(view: ContactView, view_text: string): ContactRow {
  return {
    provider_id: view.provider_id,
    state: view.state,
    sort_name: sortName(view),
    client_status: view.client_status,
    owner_member_id: view.owner.member_id,
    tag_keys: view.tags.map((tag) => tag.name.toLowerCase()),
    channel_keys: view.state === "in" ? channelKeys(view) : [],
    skip_code: view.state === "skipped" ? view.state_reason.code : null,
    issue_codes: [...new Set(view.issues.map((issue) => issue.code))],
    search: searchText(view),
    revisit_on: view.revisit_on,
    view_text: bytesOf(view_text),
  };
}

/** The e-mails and phones by which two contacts are found to be possible duplicates (B-CTC-6). */
/** Each once, so that whoever counts holders counts people. */
export const channelKeys = ({ channels }: ContactView): string[] => [
  ...new Set([...channels.emails, ...channels.phones.map((phone) => phone.number)]),
];

/** As a firm sorts people: last name first. */
export function sortName(view: ContactView): string {
  const name = view.type === "person" ? [view.last_name, view.first_name, view.middle_name].filter((part) => part !== "").join(" ") : "";
  return (name || view.name).toLowerCase();
}

function searchText(view: ContactView): string {
  const digits = view.phones.map((phone) => phone.number.replace(/\D/g, ""));
  return searchKey(
    [view.name, view.company_name, ...view.emails.map((email) => email.address), ...digits, view.provider_id]
      .filter((part) => part !== "")
      .join(" "),
  );
}
