/** Communications (clio.md 9.2): phone and e-mail only, on people by taking part, on a matter by `matter`. */
import type { Data } from "./input.ts";
import { day, dayIn, instant, list, reference, refuse, required } from "./input.ts";
import type { CommunicationRow } from "./rows.ts";
import type { WriteContext, Writer } from "./write_context.ts";
import { checkSubscribers, externalProperties, touchMatter, parentContact, writableMatter } from "./write_context.ts";

const TYPES = ["PhoneCommunication", "EmailCommunication"] as const;
type Participants = CommunicationRow["senders"];

function typeOf(value: unknown): CommunicationRow["type"] {
  return TYPES.find((type) => type === value) ?? refuse(`type must be ${TYPES.join(" or ")}`);
}

/** Written as User or Contact; taken out with `_deleted`, not with `_destroy` as elsewhere. */
function participants(name: "senders" | "receivers", own: Participants, data: Data, writer: Writer, context: WriteContext): Participants {
  if (data[name] === undefined) return own;
  let all: Participants = context.switches.communication_patch_participants === "replace" ? [] : [...own];
  for (const item of list(name, data[name])) {
    const id = Number(item["id"]);
    const { type } = item;
    if (type !== "User" && type !== "Contact") return refuse(`${name} must be of type User or Contact`);
    all = all.filter((one) => one.id !== id || one.type !== type);
    if (item["_deleted"] === true) continue;
    if (type === "Contact") parentContact(id, writer, context);
    else if (!context.tables.users.get(id)) refuse(`${name} names no user`);
    all.push({ id, type });
  }
  return all;
}

function times(data: Data, writer: Writer, context: WriteContext): Partial<CommunicationRow> {
  const { communication_date_written, communication_date_zone } = context.switches;
  if (data["date"] !== undefined && communication_date_written === "refused") refuse("date can not be written");
  const told = communication_date_written === "kept" && data["date"] !== undefined ? { date: day("date", data["date"]) } : {};
  if (data["received_at"] === undefined) return told;
  const received_at = instant("received_at", data["received_at"]);
  return { received_at, date: dayIn(received_at, communication_date_zone === "utc" ? "UTC" : writer.user.time_zone), ...told };
}

function texts(data: Data, { switches }: WriteContext): Partial<CommunicationRow> {
  return {
    ...(data["subject"] === undefined ? {} : { subject: required(data, "subject", switches.subject_maximum) }),
    ...(data["body"] === undefined ? {} : { body: required(data, "body", switches.communication_body_maximum) }),
  };
}

function subscribers(type: CommunicationRow["type"], data: Data, context: WriteContext): void {
  const given = data["notification_event_subscribers"];
  if (given !== undefined && type === "EmailCommunication")
    refuse("notification_event_subscribers are not valid for an EmailCommunication");
  checkSubscribers(given, context);
}

export function createCommunication(data: Data, writer: Writer, context: WriteContext): CommunicationRow {
  const type = typeOf(data["type"]);
  subscribers(type, data, context);
  if (data["received_at"] === undefined && context.switches.received_at_required) refuse("received_at can't be blank");
  const now = { received_at: context.clock.now().toISOString() };
  const matter = writableMatter(data, writer, context);
  const row = context.tables.communications.insert({
    type,
    subject: required(data, "subject", context.switches.subject_maximum),
    body: required(data, "body", context.switches.communication_body_maximum),
    ...(times({ ...now, ...data }, writer, context) as Pick<CommunicationRow, "date" | "received_at">),
    matter_id: matter?.id ?? null,
    user_id: writer.user.id,
    senders: participants("senders", [], data, writer, context),
    receivers: participants("receivers", [], data, writer, context),
    external_properties: externalProperties("communications", [], data["external_properties"] ?? [], context),
  });
  touchMatter(row.matter_id, context.switches.communication_bumps_matter, context);
  return row;
}

export function patchCommunication(row: CommunicationRow, data: Data, writer: Writer, context: WriteContext): CommunicationRow {
  const type = data["type"] === undefined ? row.type : typeOf(data["type"]);
  subscribers(type, data, context);
  const matter_id =
    data["matter"] === undefined
      ? row.matter_id
      : reference(data, "matter") == null
        ? null
        : (writableMatter(data, writer, context)?.id ?? null);
  const patched = context.tables.communications.update(row.id, {
    type,
    ...texts(data, context),
    ...times(data, writer, context),
    matter_id,
    senders: participants("senders", row.senders, data, writer, context),
    receivers: participants("receivers", row.receivers, data, writer, context),
    external_properties:
      data["external_properties"] === undefined
        ? row.external_properties
        : externalProperties("communications", row.external_properties, data["external_properties"], context),
    revision: (row.revision ?? 0) + 1,
  });
  for (const id of new Set([row.matter_id, matter_id])) touchMatter(id, context.switches.communication_bumps_matter, context);
  return patched;
}

export function removeCommunication(row: CommunicationRow, context: WriteContext): void {
  context.tables.communications.remove(row.id);
  touchMatter(row.matter_id, context.switches.communication_bumps_matter, context);
}
