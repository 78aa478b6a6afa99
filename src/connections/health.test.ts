import { expect, test } from "vitest";
import { healthOf, type HealthInput } from "./health.ts";

const now = new Date("2026-03-20T12:00:00Z");
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const good: HealthInput = {
  provider: "mycase",
  state: "connected",
  state_reason: null,
  state_since: before(500),
  purpose: "sync",
  erasing_since: null,
  probe: null,
  blind_since: null,
  token_obtained_at: before(6),
  token_expires_at: before(-18),
  refresh_refused_at: null,
  reads_a_day: 2,
  succeeded_at: before(3),
  last_error: null,
  refused: [],
  webhooks_trouble: null,
  webhooks_since: null,
  webhooks_detail: null,
  now,
};
const health = (change: Partial<HealthInput>) => healthOf({ ...good, ...change });

test("B-CON-5: a connection that is read on time is healthy", () => {
  expect(health({})).toMatchObject({ health: "healthy", since: null, remedy: null });
  expect(health({ succeeded_at: null }).health).toBe("healthy");
});

test("B-CON-5: a grant that ends within seven days and was not refreshed is expiring, with the days that are left", () => {
  expect(health({ token_obtained_at: before(24 * 6.9) }).health).toBe("healthy");
  expect(health({ token_obtained_at: before(24 * 10) })).toMatchObject({
    health: "expiring",
    detail: expect.stringContaining("4 days") as string,
  });
  expect(health({ provider: "clio", refresh_refused_at: before(1) })).toMatchObject({ health: "expiring", since: before(1) });
});

test("B-CON-5: later than twice its cadence, a refused kind or a failed run make it degraded", () => {
  expect(health({ succeeded_at: before(24) }).health).toBe("healthy");
  expect(health({ succeeded_at: before(24.1) })).toMatchObject({ health: "degraded", since: before(24.1) });
  expect(health({ refused: ["matter"] }).detail).toContain("matter");
  expect(health({ last_error: { text: "503 for two hours", remedy: null, at: before(2) } })).toMatchObject({
    health: "degraded",
    detail: "503 for two hours",
  });
});

test("B-CON-5: what failed before somebody connected it again is mended by that", () => {
  const last_error = { text: "the grant is dead", remedy: "Connect it again.", at: before(2) };
  expect(health({ last_error, state_since: before(3) }).health).toBe("degraded");
  expect(health({ last_error, state_since: before(1) }).health).toBe("healthy");
});

test("B-CON-5: what to do names the provider as people write it", () => {
  expect(health({ state: "disconnected" }).remedy).toBe("Connect MyCase again; everything that was synced is kept.");
});

test("B-CON-5: the gravest word wins: disconnected, blind, expiring, degraded", () => {
  const everything: Partial<HealthInput> = {
    succeeded_at: before(100),
    token_obtained_at: before(24 * 10),
    blind_since: before(9),
    state: "disconnected",
    state_reason: "invalid_grant",
  };
  expect(health(everything)).toMatchObject({ health: "disconnected", detail: "invalid_grant" });
  expect(health({ ...everything, state: "connected" })).toMatchObject({ health: "blind", since: before(9) });
  expect(health({ ...everything, state: "connected", blind_since: null }).health).toBe("expiring");
  expect(health({ state: "connected", token_obtained_at: null }).health, "connected in name only").toBe("disconnected");
});

test("B-CON-5: webhooks that are silent, or could not be set up, make it degraded, after whatever is graver", () => {
  const silent = { webhooks_trouble: "silent", webhooks_since: before(5), webhooks_detail: "contact" } as const;
  expect(health(silent)).toMatchObject({ health: "degraded", since: before(5), detail: expect.stringContaining("contact") as string });
  expect(health({ ...silent, refused: ["matter"] }).detail).toContain("matter");
  expect(health({ webhooks_trouble: "failing", webhooks_since: before(5), webhooks_detail: "forbidden" }).remedy).toContain("permission");
});

test("B-CON-3: what the provider refused when it was asked degrades the health, until a run that read since then knows better", () => {
  const check = { what: "contacts" as const, allowed: false, said: "403: forbidden", remedy: "Give it." };
  const probe = { at: "2026-03-01T00:00:00.000Z", user_is_admin: true, checks: [check, { ...check, what: "webhooks" as const }] };
  expect(health({ probe, succeeded_at: null })).toMatchObject({ health: "degraded", remedy: "Give it." });
  expect(health({ probe, succeeded_at: null }).detail).toContain("403: forbidden");
  expect(
    health({ probe: { ...probe, checks: probe.checks.slice(1) }, succeeded_at: null }).health,
    "without webhooks all arrives, later",
  ).toBe("healthy");
  expect(health({ probe: { ...probe, at: "2026-02-01T00:00:00.000Z" } }).health).toBe("healthy");
});
