/** Each notice leaves once or is held for review, whatever dies when; two workers at once change nothing. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openSmtpSink, type SmtpSink } from "../test_smtp.ts";
import type { Errand } from "../../automations/test_worker.ts";
import { testDatabase, type TestDb } from "../../db/testing.ts";
import type { CrashPoint } from "../../lib/crash_point.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "../../portal/test_portal.ts";

let db: TestDb;
let mail: SmtpSink;
beforeAll(async () => {
  [db, mail] = await Promise.all([testDatabase(), openSmtpSink()]);
});
afterAll(async () => {
  await db.drop();
  await mail.close();
});
beforeEach(() => void mail.arrived.splice(0));

const SENDER = fileURLToPath(new URL("../../portal/test_sender.ts", import.meta.url));

/** One round in a process of its own; whether it lived to its end. */
async function round(portal: Portal, crash: CrashPoint | null = null): Promise<boolean> {
  const child = fork(SENDER, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const errand: Errand = {
    ...{ url: db.url, backend: db.backend, now: portal.house.now().toISOString(), lease_ms: 1, crash },
    smtp_url: `smtp://privity:a%20password@127.0.0.1:${mail.port}`,
  };
  child.send(errand);
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

/** Lucía's case is in another phase, of which nobody has told her yet. */
async function withNews(): Promise<Portal> {
  const portal = await openPortal(db);
  const { house } = portal;
  await house.put("contact", [somebody(1, "Lucia", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  await house.firstSync();
  await portal.look();
  await house.put("matter", [shown(51, 1, [1], { case_stage: "Settlement" })]);
  return portal;
}

test("killed before the first byte: a member looks, and nothing was sent", async () => {
  const portal = await withNews();
  expect(await round(portal, "notice:claimed")).toBe(false);
  expect(await round(portal)).toBe(true);
  expect(mail.arrived).toEqual([]);
  expect(await portal.notices()).toMatchObject([{ state: "needs_review", reason: "unknown" }]);
}, 30_000);

test("killed once the server had it: a member looks, and it was sent once", async () => {
  const portal = await withNews();
  expect(await round(portal, "notice:answered")).toBe(false);
  expect(await round(portal)).toBe(true);
  expect(mail.arrived.map((one) => one.to?.[0]?.address)).toEqual([addressOf("lucia", portal)]);
  expect(await portal.notices()).toMatchObject([{ state: "needs_review", reason: "unknown" }]);
}, 30_000);

test("two workers at once send it once", async () => {
  const portal = await withNews();
  const patient = { ...portal };
  expect(await Promise.all([round(patient), round(patient)])).toEqual([true, true]);
  expect(mail.arrived).toHaveLength(1);
}, 30_000);
