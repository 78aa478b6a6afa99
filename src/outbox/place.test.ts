import { describe, expect, it } from "vitest";
import type { Provider } from "../model/kinds.ts";
import { presets } from "../model/presets.ts";
import { ACTIVITY_KINDS, type ActivityKind } from "../model/settings.ts";
import { place, type PlaceInput } from "./place.ts";

const all = { ...presets.combined.writeback };
const where = (provider: Provider, kind: ActivityKind, change: Partial<PlaceInput> = {}) =>
  place({ provider, kind, settings: all, contact_id: "c", matter_id: null, has_open_matters: false, ...change });
const short = (provider: Provider, kind: ActivityKind, change: Partial<PlaceInput> = {}) => {
  const found = where(provider, kind, change);
  return found && `${found.operation} on ${found.parent?.kind ?? "nothing"}${found.grouped ? ` by ${found.grouped}` : ""}`;
};

describe("B-WRB-1: kinds and places", () => {
  it("Clio", () => {
    const on = (kind: ActivityKind) => [short("clio", kind), short("clio", kind, { matter_id: "m" })];
    expect(on("email")).toEqual(["note on contact", "note on matter"]);
    expect(on("note")).toEqual(["note on contact", "note on matter"]);
    expect(on("card")).toEqual(["note on contact", "note on matter"]);
    expect(on("call")).toEqual(["note on contact", "note on matter"]);
    expect(on("text")).toEqual(["communication on contact by record", "communication on matter by record"]);
    expect(on("message")).toEqual(["communication on contact", "communication on matter"]);
    expect(on("document")).toEqual(["document on contact", "document on matter"]);
    expect(short("clio", "call", { settings: { ...all, call_place: "communication" } })).toBe("communication on contact");
  });

  it("MyCase", () => {
    const on = (kind: ActivityKind) => [short("mycase", kind), short("mycase", kind, { matter_id: "m" })];
    expect(on("email")).toEqual(["note on contact", "note on matter"]);
    expect(on("call")).toEqual(["call on contact", "call on contact"]);
    expect(on("text")).toEqual(["thread on contact by thread", "thread on matter by thread"]);
    expect(on("message")).toEqual(["note on contact", "note on matter"]);
    expect(on("document")).toEqual(["document on nothing", "document on matter"]);
    const other = { ...all, text_place: "note", message_place: "thread" } as const;
    expect(short("mycase", "text", { settings: other })).toBe("note on contact by record");
    expect(short("mycase", "message", { settings: other })).toBe("thread on contact by thread");
  });
});

describe("B-WRB-2: a switch for each kind", () => {
  it("off means that it stays in Privity", () => {
    for (const kind of ACTIVITY_KINDS) expect(where("clio", kind, { settings: { ...all, [kind]: false } })).toBeNull();
  });

  it("has the presets' defaults", () => {
    const on = (name: keyof typeof presets) => ACTIVITY_KINDS.filter((kind) => presets[name].writeback[kind]);
    expect(on("relationship_clio")).toEqual(["email", "note", "card", "call", "text"]);
    expect(on("relationship_mycase")).toEqual(["email", "note", "card", "call", "text"]);
    expect(on("case_updates_mycase")).toEqual(["message", "document"]);
    expect(on("portal_mycase")).toEqual(["message"]);
  });

  it("lets no client be a recipient by default, and nobody write for others", () => {
    for (const { writeback } of Object.values(presets)) expect([writeback.client_recipients, writeback.on_behalf]).toEqual([false, false]);
  });
});

describe("B-WRB-4: which matter", () => {
  it("a text, message or document of a contact with open matters and none chosen needs filing; others do not", () => {
    const filed = ACTIVITY_KINDS.filter((kind) => where("clio", kind, { has_open_matters: true })?.needs_filing);
    expect(filed).toEqual(["text", "message", "document"]);
    expect(where("clio", "text", { has_open_matters: true, matter_id: "m" })?.needs_filing).toBe(false);
    expect(where("clio", "text")?.needs_filing).toBe(false);
  });

  it("a MyCase document without a matter waits for one even where none is open", () => {
    expect(where("mycase", "document")).toMatchObject({ parent: null, needs_filing: true });
  });
});
