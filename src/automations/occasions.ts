/**
 * From what happened to what it is an occasion for. An occasion's name is the same however often and in whatever order it is told, so the
 * ledger has one row for each. Pure.
 */
import { foldKey } from "../projection/text.ts";
import { tagKey } from "../projection/tag_text.ts";
import type { Automation, Because, Occasion } from "./types.ts";

export interface Told {
  seq: number;
  type: string;
  data: Record<string, unknown>;
}

/** Of whom a matter's automations speak: its main client. */
export type MainClients = ReadonlyMap<string, string | null>;

export function occasionsOf(event: Told, automations: readonly Automation[], main_clients: MainClients): Occasion[] {
  return automations
    .filter((automation) => event.seq > automation.active_from_seq)
    .map((automation) => occasionOf(event, automation, main_clients))
    .filter((occasion) => occasion !== null);
}

function occasionOf(event: Told, automation: Automation, main_clients: MainClients): Occasion | null {
  const { trigger } = automation.document;
  const because: Because = { cause: textOf(event.data["cause"]) ?? "", cause_id: textOf(event.data["cause_id"]) };
  if (trigger.kind === "tag_gained") {
    if (event.type !== "tag.gained" || tagKey(String(event.data["tag"])) !== tagKey(trigger.tag)) return null;
    return tagGained(automation, String(event.data["contact_id"]), because);
  }
  const matter_id = textOf(event.data["matter_id"]);
  if (matter_id === null || !main_clients.has(matter_id)) return null;
  const whose = { automation, contact_id: main_clients.get(matter_id) ?? "", matter_id, ...because };
  if (trigger.kind === "matter_closed" && event.type === "matter.closed")
    return { ...whose, occasion: `matter:${matter_id}:closed`, about: {} };
  if (trigger.kind !== "phase_changed" || event.type !== "matter.phase_changed") return null;
  const phase = textOf(event.data["new"]);
  if (phase === null || (trigger.phase !== null && foldKey(trigger.phase) !== foldKey(phase))) return null;
  return { ...whose, occasion: `matter:${matter_id}:phase:${foldKey(phase)}`, about: { phase } };
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** Once for each contact: a tag that comes back is no news. */
export const tagGained = (automation: Automation, contact_id: string, because: Because): Occasion => ({
  automation,
  contact_id,
  matter_id: null,
  occasion: "tag",
  about: {},
  ...because,
});

export const newClient = (automation: Automation, contact_id: string, because: Because): Occasion => ({
  automation,
  contact_id,
  matter_id: null,
  occasion: "client",
  about: {},
  ...because,
});

/** By the year alone: a birthday that is mended is not congratulated twice, and the ledger keeps nobody's date of birth. */
export const factComes = (automation: Automation, contact_id: string, label: string, day: string): Occasion => ({
  automation,
  contact_id,
  matter_id: null,
  occasion: `fact:${foldKey(label)}:${day.slice(0, 4)}`,
  about: { label, year: day.slice(0, 4) },
  cause: "day",
  cause_id: day,
});
