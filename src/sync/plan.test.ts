import { describe, expect, it } from "vitest";
import { connectors } from "../connectors/index.ts";
import type { Kind } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import { chooseMode, planListings, requestFloor } from "./plan.ts";

const now = new Date("2026-10-05T12:00:00.000Z");
const days = (count: number) => new Date(now.getTime() - count * 24 * 3600_000).toISOString();

describe("which run it is", () => {
  it("B-SYN-3: reads everything at first, and again when the last success is older than seven days", () => {
    expect(chooseMode("incremental", { first_synced_at: null, oldest_success: null }, now)).toBe("first");
    expect(chooseMode("incremental", { first_synced_at: days(30), oldest_success: days(7) }, now)).toBe("incremental");
    expect(chooseMode("incremental", { first_synced_at: days(30), oldest_success: days(7.01) }, now)).toBe("full");
    expect(chooseMode("full", { first_synced_at: days(30), oldest_success: days(0.1) }, now)).toBe("full");
  });
});

describe("what it reads", () => {
  const read_through = new Map<Kind, string>((["matter", "contact", "staff"] as const).map((kind) => [kind, "2026-10-05T06:00:00.000Z"]));

  it("B-SYN-3: asks for what changed since the last success, less 30 minutes", () => {
    const listings = planListings(connectors.clio, "incremental", defaultSettings("clio"), read_through, now);
    expect(listings.find(({ kind }) => kind === "contact")).toEqual({
      kind: "contact",
      part: "changed",
      since: "2026-10-05T05:30:00.000Z",
    });
  });

  it("B-SYN-3: reads a kind whole that has never been read to its end", () => {
    const listings = planListings(connectors.clio, "incremental", defaultSettings("clio"), read_through, now);
    expect(listings.find(({ kind }) => kind === "relationship")?.since).toBeNull();
  });

  it("B-SYN-3: reaches at least 30 days back for matters in the case-updates preset, and for nothing else", () => {
    const listings = planListings(connectors.mycase, "incremental", defaultSettings("mycase", "case_updates_mycase"), read_through, now);
    expect(listings.find(({ kind }) => kind === "matter")?.since).toBe(days(30));
    expect(listings.find(({ kind }) => kind === "contact")?.since).toBe("2026-10-05T05:30:00.000Z");
  });

  it("B-SYN-7: open matters come before contacts, closed ones last", () => {
    for (const provider of ["clio", "mycase"] as const) {
      const listings = planListings(connectors[provider], "first", defaultSettings(provider), new Map(), now);
      const order = listings.map(({ kind, part }) => `${kind}/${part}`);
      expect(order.indexOf("matter/open")).toBeLessThan(order.indexOf("contact/all"));
      expect(order.at(-1)).toBe("matter/closed");
    }
  });

  it("B-SYN-9: leads are read only where the firm wants it, notes never", () => {
    const settings = defaultSettings("mycase");
    const kinds = planListings(connectors.mycase, "first", settings, new Map(), now).map(({ kind }) => kind);
    expect(kinds).not.toContain("lead");
    expect(kinds).not.toContain("note");
    const wanted = { ...settings, sync: { ...settings.sync, leads: true } };
    expect(planListings(connectors.mycase, "first", wanted, new Map(), now).map(({ kind }) => kind)).toContain("lead");
  });

  it("has a floor of one request per page of each kind", () => {
    const rows = new Map<Kind, number>([
      ["contact", 100_000],
      ["matter", 50_001],
      ["staff", 0],
    ]);
    expect(requestFloor(connectors.clio, rows)).toBe(500 + 251 + 1);
  });
});
