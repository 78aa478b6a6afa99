/** Who is never engaged, and who is left to be a prospect (B-CLI-5). Audiences, not tags. */
import { because, contactSource } from "./reasons.ts";
import type { Standing } from "./standing.ts";
import type { PreparedContext } from "./prepare.ts";
import { foldKey, squeeze } from "./text.ts";
import type { ClientStatus, ContactInput, Reason } from "./types.ts";

/** What the never-engage list is pre-filled with: every text that contains one of these as a whole word. */
const DEFAULT_WORDS = /(?<![\p{L}\p{N}_])(?:judge|expert|opposing|co-counsel|witness|mediator)(?![\p{L}\p{N}_])/iu;

/** Null: the pre-filled list. Texts are compared ignoring case. A blank text is on no list. */
export function neverEngageTest(list: readonly string[] | null): (text: string) => boolean {
  if (list === null) return (text) => DEFAULT_WORDS.test(text);
  const keys = new Set(list.map(foldKey));
  return (text) => text.trim() !== "" && keys.has(foldKey(text));
}

export function neverEngage(input: ContactInput, standing: Standing, status: ClientStatus | null, ctx: PreparedContext): Reason | null {
  return ctx.provider === "clio" ? onClio(input, standing, status, ctx) : onMyCase(input, ctx);
}

/** Whoever is in a listed people group, client or not. */
function onMyCase({ facts }: ContactInput, ctx: PreparedContext): Reason | null {
  const group = facts.people_group_id === null ? undefined : ctx.people_groups.get(facts.people_group_id);
  if (!group || !ctx.is_never_engage(group.name)) return null;
  const sources = [{ kind: "people_group" as const, id: group.provider_id }, contactSource(facts, "people_group")];
  return because("B-CLI-5", "never_group", { group: squeeze(group.name) }, sources);
}

/** Whoever is flagged co-counsel; and whoever is no Client and has relationships, all of them listed. */
function onClio({ facts }: ContactInput, standing: Standing, status: ClientStatus | null, ctx: PreparedContext): Reason | null {
  if (facts.is_co_counsel) return because("B-CLI-5", "never_co_counsel", {}, [contactSource(facts, "is_co_counsel")]);
  const { relationships } = standing;
  if (status !== null || relationships.length === 0 || !relationships.every(({ role }) => ctx.is_never_engage(role))) return null;
  const roles = [...new Set(relationships.map(({ role }) => squeeze(role)))].join(", ");
  const sources = relationships.slice(0, 5).map(({ id }) => ({ kind: "relationship" as const, id }));
  return because("B-CLI-5", "never_relationships", { roles }, sources);
}

/** The audiences that a key fact's target means: someone never engaged is neither a client nor a prospect there. */
export function isInAudience(target: "all" | "clients" | "prospects", status: ClientStatus | null, never: Reason | null): boolean {
  if (target === "all") return true;
  return never === null && (target === "clients") === (status !== null);
}
