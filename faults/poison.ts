/** Rows that a provider should not send and does: what is done to a row, and what must become of it (F25, F26). */
import type { Random } from "../sandbox/kit/random.ts";
import type { Kind, Provider } from "../src/model/kinds.ts";

type Raw = Record<string, unknown>;

export interface Poison {
  fault: "F25" | "F26";
  name: string;
  change: (row: Raw) => unknown;
  /** Whether the row must be set apart; otherwise it is taken in as it comes. */
  quarantined: boolean;
}

const textField = (provider: Provider, kind: Kind) => (kind === "matter" ? "description" : provider === "clio" ? "title" : "notes");
const nameField = (kind: Kind) => (kind === "matter" ? "description" : "last_name");

const set =
  (field: string, value: unknown) =>
  (row: Raw): Raw => ({ ...row, [field]: value });

/** 5 MB is more than the 1 MB that a row may have; the page around it goes on. */
const HUGE = "x".repeat(5_000_000);

function kinds(provider: Provider, kind: Kind): Poison[] {
  const text = textField(provider, kind);
  const name = nameField(kind);
  const all: Poison[] = [
    { fault: "F25", name: "unknown field", change: set("brand_new_field", { deep: [1, 2, { x: null }] }), quarantined: false },
    { fault: "F25", name: "null field", change: set(name, null), quarantined: false },
    {
      fault: "F25",
      name: "missing field",
      change: (row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== name)),
      quarantined: false,
    },
    { fault: "F25", name: "number as text", change: (row) => ({ ...row, id: String(row["id"]) }), quarantined: false },
    { fault: "F25", name: "retyped list", change: set("custom_field_values", "none"), quarantined: true },
    { fault: "F25", name: "retyped text", change: set(name, { value: 7 }), quarantined: true },
    { fault: "F25", name: "odd time", change: set("updated_at", "yesterday"), quarantined: true },
    { fault: "F26", name: "NUL", change: set(text, "a\u0000b"), quarantined: true },
    { fault: "F26", name: "half a character", change: set(text, "a\ud800b"), quarantined: true },
  ];
  if (kind === "matter") all.push({ fault: "F25", name: "unknown status", change: set("status", "Archived"), quarantined: true });
  return all;
}

export function drawPoison(random: Random, provider: Provider, kind: "contact" | "matter", huge: boolean): Poison {
  const text = textField(provider, kind);
  if (huge) return { fault: "F26", name: "5 MB", change: set(text, HUGE), quarantined: true };
  return random.pick(kinds(provider, kind));
}
