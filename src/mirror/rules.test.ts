import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterNotFound, differsOnlyInVolatile, isMassChange, judge, massChangeThreshold, type Held } from "./rules.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 9, 5, 12, minute)).toISOString();

const held = (change: Partial<Held> = {}): Held => ({
  provider_id: "1",
  content_hash: "old",
  updated_at: at(10),
  read_at: at(20),
  decisive_at: null,
  presence: "present",
  ...change,
});

describe("newest wins", () => {
  it("takes in what the mirror does not know", () => {
    expect(judge(undefined, { content_hash: "x", updated_at: null, read_at: at(0) })).toBe("new");
  });

  it("drops a version that is older by the provider's time, however late it was read", () => {
    expect(judge(held(), { content_hash: "older", updated_at: at(9), read_at: at(59) })).toBe("stale");
  });

  it("takes of two reads of one version the one that was asked for later", () => {
    expect(judge(held(), { content_hash: "other", updated_at: at(10), read_at: at(21) })).toBe("changed");
    expect(judge(held(), { content_hash: "other", updated_at: at(10), read_at: at(19) })).toBe("stale");
  });

  it("B-SYN-6: brings a record back that is found again, also unchanged", () => {
    expect(judge(held({ presence: "tombstone" }), { content_hash: "old", updated_at: at(10), read_at: at(21) })).toBe("returned");
  });

  it("ends with the newest version, in whatever order the reads arrive", () => {
    const read = fc.record({ minute: fc.integer({ min: 0, max: 20 }), delay: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(fc.array(read, { minLength: 1, maxLength: 12 }), (reads) => {
        let mirror: Held | undefined;
        for (const { minute, delay } of reads) {
          const arriving = { content_hash: String(minute), updated_at: at(minute), read_at: at(minute + delay) };
          const verdict = judge(mirror, arriving);
          if (verdict === "new" || verdict === "changed" || verdict === "returned") mirror = held(arriving);
        }
        expect(mirror?.content_hash).toBe(String(Math.max(...reads.map(({ minute }) => minute))));
      }),
    );
  });
});

describe("B-OWN-2: a version that differs only in what moves by itself", () => {
  const before = { id: 1, etag: "a", updated_at: "1", people: [{ id: 2 }] };

  it("is recognised", () => {
    expect(differsOnlyInVolatile(before, { ...before, etag: "b", updated_at: "2" }, ["etag", "updated_at"])).toBe(true);
  });

  it("is not one where a field changed, came or went", () => {
    const volatile = ["etag", "updated_at"];
    expect(differsOnlyInVolatile(before, { ...before, people: [] }, volatile)).toBe(false);
    expect(differsOnlyInVolatile(before, { ...before, stage: "Trial" }, volatile)).toBe(false);
    expect(differsOnlyInVolatile({ ...before, stage: "Trial" }, before, volatile)).toBe(false);
  });
});

describe("B-SYN-6: what not found makes of a record", () => {
  const now = new Date("2026-10-05T12:00:00Z");

  it("is suspected at first, and a tombstone when not found again at least 24 hours later", () => {
    expect(afterNotFound("present", null, now)).toBe("suspected_gone");
    expect(afterNotFound("suspected_gone", "2026-10-04T12:00:01Z", now)).toBe("suspected_gone");
    expect(afterNotFound("suspected_gone", "2026-10-04T12:00:00Z", now)).toBe("tombstone");
  });
});

describe("B-SYN-6: too many at once", () => {
  it("is more than 5 % and at least 25", () => {
    expect(isMassChange(24, 100)).toBe(false);
    expect(isMassChange(25, 100)).toBe(true);
    expect(isMassChange(50, 1000)).toBe(false);
    expect(isMassChange(51, 1000)).toBe(true);
  });

  it("has a threshold that is the smallest number refused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (before) => {
        expect(isMassChange(massChangeThreshold(before), before)).toBe(true);
        expect(isMassChange(massChangeThreshold(before) - 1, before)).toBe(false);
      }),
    );
  });
});
