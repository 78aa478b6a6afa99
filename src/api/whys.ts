/** Makes the answer to "why" of a stored reason: its sentence, and the records that it rests on with names and links (B-WHY-1). */
import type { ConnectionRow } from "../connections/store_lists.ts";
import { listMembers } from "../connections/store_lists.ts";
import { explain } from "../projection/explain.ts";
import { readSources, type SourceRecord } from "../projection/store_lists_contact.ts";
import type { Reason, Source as SourceRef } from "../projection/types.ts";
import type { Source, Why } from "./contract/common.ts";
import type { ApiDeps } from "./deps.ts";
import { linkTo } from "./scope.ts";

export type Explain = (reason: Reason) => Why;

/** Looks up at once whatever these reasons rest on. */
export async function openWhys(deps: ApiDeps, connection: ConnectionRow, reasons: readonly Reason[]): Promise<Explain> {
  const refs = new Map<string, { kind: string; id: string }>();
  for (const source of reasons.flatMap((reason) => reason.sources)) {
    for (const kind of recordKinds(connection, source.kind)) refs.set(`${kind} ${source.id}`, { kind, id: source.id });
  }
  const needs_members = reasons.some((reason) => reason.sources.some((source) => source.kind === "member"));
  const [records, members] = await Promise.all([
    readSources(deps.db.kysely, connection, [...refs.values()]),
    needs_members ? listMembers(deps.db.kysely, connection.firm_id) : [],
  ]);
  const found = new Map(records.map((record) => [`${record.kind} ${record.provider_id}`, record]));
  const names = new Map(members.map((member) => [member.member_id, member.name]));
  const describe = (source: SourceRef): Source => {
    const base = { kind: source.kind, id: source.id, field: source.field ?? null };
    if (source.kind === "setting") return { ...base, label: null, link: null, updated_at: null };
    if (source.kind === "member") return { ...base, label: names.get(source.id) ?? null, link: null, updated_at: null };
    const record = recordKinds(connection, source.kind)
      .map((kind) => found.get(`${kind} ${source.id}`))
      .find((each) => each !== undefined);
    return {
      ...base,
      label: record ? labelOf(deps, connection, record) : null,
      link: sourceLink(deps, connection, source, record),
      updated_at: record?.updated_at ?? null,
    };
  };
  return (reason) => ({
    sentence: explain(reason),
    rule: reason.rule,
    code: reason.code,
    params: reason.params ?? {},
    sources: reason.sources.map(describe),
  });
}

/** Clio keeps its companies among the contacts. */
function recordKinds(connection: ConnectionRow, kind: SourceRef["kind"]): string[] {
  if (kind === "setting" || kind === "member") return [];
  return kind === "company" && connection.provider === "clio" ? ["contact"] : [kind];
}

/** What a person calls the record; null where it is no longer as it must be. */
function labelOf(deps: ApiDeps, connection: ConnectionRow, record: SourceRecord): string | null {
  const { mapper } = deps.connectors[connection.provider];
  const { raw } = record;
  try {
    switch (record.kind) {
      case "contact":
        return mapper.contact(raw).name || null;
      case "company":
        return mapper.company(raw).name || null;
      case "matter": {
        const { number, name } = mapper.matter(raw);
        return [number, name].filter(Boolean).join(" ") || null;
      }
      case "staff":
        return mapper.staff(raw).name || null;
      case "relationship":
        return mapper.relationship(raw).role || null;
      case "custom_field":
        return mapper.custom_field(raw).name || null;
      default:
        return mapper.name(raw).name || null;
    }
  } catch {
    return null;
  }
}

function sourceLink(deps: ApiDeps, connection: ConnectionRow, source: SourceRef, record: SourceRecord | undefined): string | null {
  if (source.kind === "contact" || source.kind === "company" || source.kind === "matter" || source.kind === "staff")
    return linkTo(deps, connection, source.kind, source.id);
  if (source.kind !== "relationship" || !record) return null;
  // A relationship has no page of its own; its matter's page shows it.
  try {
    return linkTo(deps, connection, "matter", deps.connectors[connection.provider].mapper.relationship(record.raw).matter_id);
  } catch {
    return null;
  }
}
