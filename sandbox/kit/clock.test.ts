import { expect, test } from "vitest";
import { createClock } from "./clock.ts";

test("a manual clock stands still, and runs what is due at the time for which it was set", async () => {
  const clock = createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });
  const seen: string[] = [];
  clock.at(new Date("2026-10-01T00:02:00Z"), () => void seen.push(`second at ${clock.now().toISOString()}`));
  clock.at(new Date("2026-10-01T00:01:00Z"), async () => {
    seen.push(`first at ${clock.now().toISOString()}`);
    clock.at(new Date("2026-10-01T00:01:30Z"), () => void seen.push("set while advancing"));
  });
  await clock.advance(30_000);
  expect(seen).toEqual([]);
  await clock.advance(120_000);
  expect(seen).toEqual(["first at 2026-10-01T00:01:00.000Z", "set while advancing", "second at 2026-10-01T00:02:00.000Z"]);
  expect(clock.now().toISOString()).toBe("2026-10-01T00:02:30.000Z");
});

test("a real clock can be shifted, and then runs what became due", async () => {
  const clock = createClock({ mode: "real" });
  const before = clock.now().getTime();
  let ran = false;
  clock.at(new Date(before + 86_400_000), () => void (ran = true));
  await clock.advance(86_400_000);
  expect(ran).toBe(true);
  expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
});

test("a real clock wakes by itself", async () => {
  const clock = createClock({ mode: "real" });
  const due = clock.now().getTime() + 5;
  const woken = await new Promise<number>((resolve) => clock.at(new Date(due), () => resolve(clock.now().getTime())));
  expect(woken).toBeGreaterThanOrEqual(due);
});
