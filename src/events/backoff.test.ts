import fc from "fast-check";
import { expect, test } from "vitest";
import { pauseAfter } from "./backoff.ts";

test("a delivery is tried for exactly three days, about a dozen times, whatever chance says", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }), (lots) => {
      let at = 0;
      let attempts = 0;
      for (let pause: number | null = 0; pause !== null;) {
        at += pause;
        attempts += 1;
        pause = pauseAfter(attempts, at, lots[attempts % lots.length]!);
      }
      expect(at).toBe(72 * 3_600_000);
      expect(attempts).toBeGreaterThanOrEqual(10);
      expect(attempts).toBeLessThanOrEqual(20);
    }),
  );
});

test("the first retry comes within seconds, the second within half a minute", () => {
  expect(pauseAfter(1, 0, 0.5)).toBe(5_000);
  expect(pauseAfter(2, 5_000, 0.5)).toBe(20_000);
});
