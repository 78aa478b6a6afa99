import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Found } from "../model/writing.ts";
import { judgeLook, learn, nextLookAt, settleWindow, type Waiting } from "./settle.ts";

const waiting = (change: Partial<Waiting> = {}): Waiting => ({
  age_ms: 1000,
  window_ms: 60_000,
  looks: 0,
  absent: 0,
  absent_ms: null,
  ...change,
});
const found = (provider_id: string, created_at: string | null = null): Found => ({ provider_id, url: null, created_at, progress: null });

describe("B-WRB-5: what one look proves", () => {
  it("what is found is found, however early; of several the oldest is ours", () => {
    expect(judgeLook([found("5")], waiting())).toMatchObject({ event: "found", record: { provider_id: "5" }, twins: [] });
    const two = judgeLook([found("9", "2026-11-21T10:00:01Z"), found("5", "2026-11-21T10:00:02Z")], waiting());
    expect([two.record?.provider_id, two.twins.map((twin) => twin.provider_id)]).toEqual(["9", ["5"]]);
  });

  it("nothing found before the window proves nothing", () => {
    expect(judgeLook([], waiting({ age_ms: 59_999 }))).toMatchObject({ event: null, absent: 0 });
  });

  it("absence needs two looks after the window, apart", () => {
    const first = judgeLook([], waiting({ age_ms: 60_000 }));
    expect(first).toMatchObject({ event: null, absent: 1 });
    expect(first.next_at_age_ms).toBeGreaterThanOrEqual(90_000);
    expect(judgeLook([], waiting({ age_ms: first.next_at_age_ms, absent: 1 })).event).toBe("absent");
  });

  it("from any beginning, looks come to an end, and never prove absence before one and a half windows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 600_000 }), fc.integer({ min: 0, max: 5_000 }), (window_ms, late_ms) => {
        let age_ms = nextLookAt({ age_ms: 0, window_ms, absent: 0 });
        let absent = 0;
        let looks = 0;
        for (;;) {
          const result = judgeLook([], waiting({ age_ms, window_ms, absent }));
          looks += 1;
          if (result.event === "absent") break;
          expect(result.next_at_age_ms).toBeGreaterThan(age_ms);
          absent = result.absent;
          age_ms = result.next_at_age_ms + late_ms;
        }
        expect(age_ms).toBeGreaterThanOrEqual(1.5 * window_ms);
        expect(looks).toBeLessThan(15);
      }),
    );
  });
});

describe("the settle window is learned", () => {
  it("twice the longest of the last thousand, never below the promise", () => {
    expect(settleWindow({ settle_ms: 30_000 }, [])).toBe(30_000);
    expect(settleWindow({ settle_ms: 30_000 }, [1000, 50_000, 2000])).toBe(100_000);
    const many = Array.from({ length: 1000 }, () => 5).reduce<number[]>((seen, ms) => learn(seen, ms), [90_000]);
    expect(settleWindow({ settle_ms: 30_000 }, many)).toBe(30_000);
  });

  it("a look that came late because nobody worked teaches nothing of the provider", () => {
    expect(judgeLook([found("1")], waiting({ age_ms: 86_400_000 })).sample_ms).toBeLessThanOrEqual(2 * 3_750);
  });

  it("does not grow by itself: a provider's lag within the window keeps it within four times that lag or where it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 120_000 }), (lag_ms) => {
        let seen: number[] = [];
        const promise = { settle_ms: 60_000 };
        for (let round = 0; round < 8; round += 1) {
          const window_ms = settleWindow(promise, seen);
          let state = waiting({ window_ms, age_ms: nextLookAt({ age_ms: 0, window_ms, absent: 0 }) });
          for (;;) {
            const result = judgeLook(state.age_ms >= lag_ms ? [found("1")] : [], state);
            if (result.event === "absent") break;
            if (result.event === "found") {
              seen = learn(seen, result.sample_ms!);
              break;
            }
            state = waiting({ window_ms, absent: result.absent, absent_ms: state.age_ms, age_ms: result.next_at_age_ms });
          }
        }
        expect(settleWindow(promise, seen)).toBeLessThanOrEqual(Math.max(60_000, 5 * lag_ms));
      }),
    );
  });
});
