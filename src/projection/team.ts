/** Who works on a matter, and as what (B-MAT-1, B-MAT-6). */
import type { MatterFacts, StaffFacts } from "../model/facts.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, settingSource } from "./reasons.ts";
import { foldKey, squeeze } from "./text.ts";
import type { Reason, Source, TeamMemberView, TeamPosition } from "./types.ts";

/** In the provider's order. Staff who are inactive there stay, marked (B-MAT-6). */
export function teamOf(staff: MatterFacts["staff"], ctx: PreparedContext): TeamMemberView[] {
  return staff.map((on_matter) => {
    const person = ctx.staff.get(on_matter.staff_id);
    const { position, reason } = positionOf(on_matter.staff_id, person, ctx);
    return {
      ...on_matter,
      name: person ? squeeze(person.name) || squeeze(`${person.first_name} ${person.last_name}`) : "",
      first_name: person?.first_name ?? "",
      last_name: person?.last_name ?? "",
      title: person?.title ?? "",
      email: person?.email ?? "",
      phone: person?.phone ?? "",
      position,
      active: person?.active ?? false,
      reason,
    };
  });
}

interface Position {
  position: TeamPosition;
  reason: Reason;
}

/** What an admin says of the title, else what the provider says of the person, else the words of the title. */
export function positionOf(staff_id: string, person: StaffFacts | undefined, ctx: Pick<PreparedContext, "positions">): Position {
  const sources: Source[] = [{ kind: "staff", id: staff_id }];
  if (!person) return { position: "other", reason: because("B-MAT-1", "position_unknown", {}, sources) };
  const title = squeeze(person.title);
  const by_setting = ctx.positions.get(foldKey(title));
  if (by_setting) {
    return {
      position: by_setting,
      reason: because("B-MAT-1", "position_setting", { title }, [...sources, settingSource("team.positions")]),
    };
  }
  const said = byProviderType(person.provider_type);
  if (said === "attorney" || said === "paralegal") {
    return { position: said, reason: because("B-MAT-1", "position_provider", { provider_type: person.provider_type }, sources) };
  }
  const by_title = byTitle(title);
  if (by_title && (said === null || by_title.position === "paralegal")) {
    return { position: by_title.position, reason: because("B-MAT-1", "position_title", { title, word: by_title.word }, sources) };
  }
  if (said) return { position: "other", reason: because("B-MAT-1", "position_provider", { provider_type: person.provider_type }, sources) };
  return { position: "other", reason: because("B-MAT-1", "position_unsaid", { title }, sources) };
}

const PARALEGAL = /\bparalegal\b/i;
const ATTORNEY = /\b(attorney|lawyer|counsel|partner)\b/i;

/**
 * Clio's subscription says Attorney or NonAttorney (clio.md 8.4); MyCase's type has no published list (mycase.md 4.5), so its words are
 * read. "not_attorney": may still be a paralegal by title. Null: says nothing.
 */
function byProviderType(type: string): TeamPosition | "not_attorney" | null {
  if (/^non[\s_-]?attorney$/i.test(type.trim())) return "not_attorney";
  if (PARALEGAL.test(type)) return "paralegal";
  return /\b(attorney|lawyer)\b/i.test(type) ? "attorney" : null;
}

/** A paralegal's title often names whom they work for ("Paralegal to the managing partner"), so that word is looked for first. */
function byTitle(title: string): { position: TeamPosition; word: string } | null {
  const paralegal = PARALEGAL.exec(title);
  if (paralegal) return { position: "paralegal", word: paralegal[0] };
  const attorney = ATTORNEY.exec(title);
  return attorney && { position: "attorney", word: attorney[0] };
}
