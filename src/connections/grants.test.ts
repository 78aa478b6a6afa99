import { expect, test } from "vitest";
import { endsAt, expiresAt, isDue, isUsable, refreshDueAt, sameAccount, type GrantTimes } from "./grants.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const obtained = new Date("2026-03-01T00:00:00Z");
const after = (ms: number) => new Date(obtained.getTime() + ms);
const grant = (seconds: number | null): GrantTimes => ({
  obtained_at: obtained.toISOString(),
  expires_at: expiresAt(obtained, seconds),
  refresh_refused_at: null,
});

test("B-CON-5: MyCase's grant is refreshed at half of its 24 hours, Clio's three days before its 30 days end", () => {
  expect(isDue("mycase", grant(86_400), after(12 * HOUR - 1))).toBe(false);
  expect(isDue("mycase", grant(86_400), after(12 * HOUR))).toBe(true);
  expect(isDue("clio", grant(2_592_000), after(27 * DAY - 1))).toBe(false);
  expect(isDue("clio", grant(2_592_000), after(27 * DAY))).toBe(true);
});

test("B-CON-5: a short Clio token is refreshed in the last tenth of its life, not at every call", () => {
  expect(isDue("clio", grant(3600), after(0.89 * HOUR))).toBe(false);
  expect(isDue("clio", grant(3600), after(0.9 * HOUR))).toBe(true);
});

test("B-CON-5: where no lifetime is told, MyCase is refreshed after 12 hours, Clio when it refuses", () => {
  expect(refreshDueAt("mycase", grant(null))).toBe(after(12 * HOUR).getTime());
  expect(refreshDueAt("clio", grant(null))).toBeNull();
  expect(isUsable(grant(null), after(365 * DAY))).toBe(true);
});

test("B-CON-5: MyCase's grant ends two weeks after the last refresh, Clio's never by itself, a refused one with its token", () => {
  expect(endsAt("mycase", grant(86_400))).toBe(after(14 * DAY).getTime());
  expect(endsAt("clio", grant(2_592_000))).toBeNull();
  expect(endsAt("clio", { ...grant(2_592_000), refresh_refused_at: after(DAY).toISOString() })).toBe(after(30 * DAY).getTime());
});

const account = { region: null, account_id: "u-1", firm_url: "https://moreau.mycase.com", firm_uuid: "u-1" };
test("B-CON-6: one firm is known again by its uuid, else by its address, else by its account", () => {
  expect(sameAccount(account, { ...account, firm_url: "https://renamed.mycase.com" })).toBe(true);
  expect(sameAccount(account, { ...account, firm_uuid: "u-2" })).toBe(false);
  expect(
    sameAccount(account, { ...account, account_id: "https://moreau.mycase.com", firm_uuid: null, firm_url: "https://Moreau.mycase.com/" }),
  ).toBe(true);
  expect(sameAccount(account, { ...account, firm_uuid: null, firm_url: "https://finch.mycase.com" })).toBe(false);
});

test("B-CON-4: the same account number in another Clio region is another firm", () => {
  const us = { region: "us", account_id: "88", firm_url: null, firm_uuid: null };
  expect(sameAccount(us, { ...us })).toBe(true);
  expect(sameAccount(us, { ...us, region: "eu" })).toBe(false);
});
