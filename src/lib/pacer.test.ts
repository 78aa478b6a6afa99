import { describe, expect, test } from "vitest";
import { createFakeClock } from "../../test/fake_clock.ts";
import { createPacer } from "./pacer.ts";

const quiet = { limit: null, remaining: null, reset_at_ms: null, retry_after_ms: null, limited: false };

/** Most departures within any stretch of `per_ms`. */
function densest(departures: readonly number[], per_ms: number): number {
  return Math.max(...departures.map((from) => departures.filter((at) => at >= from && at < from + per_ms).length));
}

async function departuresOf(
  count: number,
  pacer: ReturnType<typeof createPacer>,
  clock: ReturnType<typeof createFakeClock>,
): Promise<number[]> {
  const departures: number[] = [];
  await Promise.all(Array.from({ length: count }, () => pacer.take().then(() => void departures.push(clock.elapsed()))));
  return departures;
}

describe("pacing", () => {
  test("B-SYN-11: no second holds more than MyCase's 25 requests, however many want to leave at once", async () => {
    const clock = createFakeClock();
    const departures = await departuresOf(200, createPacer({ limit: { requests: 25, per_ms: 1000 }, clock }), clock);
    expect(densest(departures, 1000)).toBe(25);
    expect(departures.at(-1)).toBeLessThan(9000);
  });

  test("B-SYN-11: requests that other tools of the firm may need are left free", async () => {
    const clock = createFakeClock();
    const departures = await departuresOf(60, createPacer({ limit: { requests: 25, per_ms: 1000 }, clock, keep_free: 5 }), clock);
    expect(densest(departures, 1000)).toBe(20);
  });

  test("B-SYN-11: Clio's own window is obeyed as its headers tell it, and used up", async () => {
    const clock = createFakeClock();
    const pacer = createPacer({ limit: { requests: 50, per_ms: 60_000 }, clock });
    // The server: windows of 60 s from its own start, limit 50; it tells what is left after each request.
    const used = new Map<number, number>();
    let refused = 0;
    for (let i = 0; i < 230; i++) {
      await pacer.take();
      const window = Math.floor((clock.elapsed() + 17_000) / 60_000);
      const count = (used.get(window) ?? 0) + 1;
      used.set(window, count);
      if (count > 50) refused++;
      const reset_at_ms = clock.now().getTime() - ((clock.elapsed() + 17_000) % 60_000) + 60_000;
      pacer.learn({ ...quiet, limit: 50, remaining: Math.max(0, 50 - count), reset_at_ms });
    }
    expect(refused).toBe(0);
    expect([...used.values()].slice(0, 4)).toEqual([50, 50, 50, 50]);
  });

  test("a limit that is lowered at run time is obeyed at once", async () => {
    const clock = createFakeClock();
    const pacer = createPacer({ limit: { requests: 50, per_ms: 60_000 }, clock });
    await pacer.take();
    pacer.learn({ ...quiet, limit: 10, remaining: 9, reset_at_ms: clock.now().getTime() + 60_000 });
    const departures = await departuresOf(12, pacer, clock);
    expect(departures.filter((at) => at < 60_000)).toHaveLength(9);
  });

  test("the last three of a window do not leave at once", async () => {
    const clock = createFakeClock();
    const pacer = createPacer({ limit: { requests: 50, per_ms: 60_000 }, clock });
    await pacer.take();
    pacer.learn({ ...quiet, limit: 50, remaining: 3, reset_at_ms: clock.now().getTime() + 40_000 });
    await pacer.take();
    expect(clock.elapsed()).toBeGreaterThan(9000);
  });

  test("after a 429 nothing leaves before the time that was told", async () => {
    const clock = createFakeClock();
    const pacer = createPacer({ limit: { requests: 50, per_ms: 60_000 }, clock });
    await pacer.take();
    pacer.learn({ ...quiet, limited: true, retry_after_ms: 37_000 });
    expect((await departuresOf(3, pacer, clock)).every((at) => at >= 37_000)).toBe(true);
  });

  test("headers that lie cannot stop it for ever, nor make it faster than its own count", async () => {
    const clock = createFakeClock();
    const pacer = createPacer({ limit: { requests: 50, per_ms: 60_000 }, clock });
    await pacer.take();
    pacer.learn({ ...quiet, limit: 50, remaining: 0, reset_at_ms: clock.now().getTime() + 365 * 86_400_000 });
    await pacer.take();
    expect(clock.elapsed()).toBe(0);
    pacer.learn({ ...quiet, limit: 50, remaining: 50, reset_at_ms: clock.now().getTime() + 60_000 });
    const departures = await departuresOf(120, pacer, clock);
    expect(departures.filter((at) => at < 60_000)).toHaveLength(48);
  });
});
