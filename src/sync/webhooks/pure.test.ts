import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { groupCommit } from "./group.ts";
import { hooksUrl } from "./reach.ts";
import { judgeSilence } from "./silence.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 9, 5, hour)).toISOString();

describe("B-SYN-8: a subscription that is silent while polls find changes is broken", () => {
  const run = (hour: number, missed: number, heard: number) => ({ finished_at: at(hour), missed, heard });

  test("three changes that only a poll found, and no delivery, prove it; since the first such poll", () => {
    expect(judgeSilence(null, [run(1, 2, 0)])).toEqual({ since: null, proved: false });
    expect(judgeSilence(null, [run(1, 3, 0), run(2, 9, 0)])).toEqual({ since: at(1), proved: true });
  });

  test("one delivery in that time clears it", () => {
    expect(judgeSilence(null, [run(1, 50, 1)])).toEqual({ since: null, proved: false });
    expect(judgeSilence(at(0), [run(1, 3, 0), run(2, 5, 1)])).toEqual({ since: null, proved: false });
  });

  test("without a new proof it is forgotten after a day: a quiet firm has nothing to tell", () => {
    expect(judgeSilence(at(0), [run(12, 0, 0)])).toEqual({ since: at(0), proved: false });
    expect(judgeSilence(at(0), [run(25, 0, 0)])).toEqual({ since: null, proved: false });
    expect(judgeSilence(at(0), [run(25, 4, 0)])).toEqual({ since: at(0), proved: true });
  });
});

test("B-SYN-8: webhooks are asked for where the provider can reach us, over https or on one machine", () => {
  expect(hooksUrl("https://privity.firm.example", null)).toBe("https://privity.firm.example");
  expect(hooksUrl("http://privity.firm.example", null)).toBe(null);
  expect(hooksUrl("http://127.0.0.1:8790", null)).toBe(null);
  expect(hooksUrl("http://127.0.0.1:8790", "http://127.0.0.1:9001")).toBe("http://127.0.0.1:8790");
  expect(hooksUrl("http://127.0.0.1:8790", "https://sandbox.example")).toBe(null);
  expect(hooksUrl("http://127.0.0.1:0", "http://127.0.0.1:9001")).toBe(null);
});

describe("what is stored together", () => {
  test("everything is stored once, in its order, and whoever is told yes was stored before", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (pauses, at_once) => {
        const stored: number[] = [];
        const group = groupCommit<number>({
          store: async (items) => {
            expect(items.length).toBeLessThanOrEqual(at_once);
            await Promise.resolve();
            if (items.includes(13)) throw new Error("disk full");
            stored.push(...items);
          },
          at_once,
          at_most: 1000,
        });
        const told: Promise<boolean>[] = [];
        for (const [item, pause] of pauses.entries()) {
          told.push(
            group.add(item).then(
              () => stored.includes(item),
              () => !stored.includes(item),
            ),
          );
          for (let turn = 0; turn < pause; turn += 1) await Promise.resolve();
        }
        expect((await Promise.all(told)).every(Boolean)).toBe(true);
        expect(stored).toEqual([...stored].sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  test("F23: when too many wait, the next ones are turned away at once", async () => {
    const gate = Promise.withResolvers<void>();
    const group = groupCommit<number>({ store: () => gate.promise, at_once: 2, at_most: 3 });
    const told = [1, 2, 3, 4, 5].map((item) => group.add(item));
    await expect(told[4]).rejects.toThrow("wait to be stored");
    gate.resolve();
    await Promise.allSettled(told);
  });
});
