import { expect, test } from "vitest";
import { isTimeZone, usableZone } from "./time_zone.ts";

test("B-SYN-1: a zone is what the machine can tell times by; anything else counts as UTC", () => {
  for (const zone of ["America/New_York", "UTC", "Asia/Kolkata"]) {
    expect(isTimeZone(zone)).toBe(true);
    expect(usableZone(zone)).toBe(zone);
  }
  for (const zone of ["Mars/Olympus", "", "America/New York"]) {
    expect(isTimeZone(zone)).toBe(false);
    expect(usableZone(zone)).toBe("UTC");
  }
});
