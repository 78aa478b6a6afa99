/** Each text leaves once or is held, whatever dies when; workers at once change nothing. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Errand } from "../automations/test_worker.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { TEXT_CRASH_POINTS, type CrashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { by, openTexting, type Texting } from "./test_texting.ts";
import { writeText } from "./texts.ts";

let db: TestDb;
let twilio: Twilio;
let now = () => new Date();
beforeAll(async () => {
  [db, twilio] = await Promise.all([testDatabase(), openTwilio(() => now())]);
});
afterAll(async () => {
  await twilio.close();
  await db.drop();
});

const SENDER = fileURLToPath(new URL("test_sender.ts", import.meta.url));

/** One round in a process of its own; whether it lived to its end. */
async function round(texting: Texting, crash: CrashPoint | null = null): Promise<boolean> {
  const child = fork(SENDER, [twilio.url], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const errand: Errand = {
    ...{ url: db.url, backend: db.backend, now: texting.portal.house.now().toISOString(), lease_ms: crash === null ? 60_000 : 1, crash },
    smtp_url: "smtp://127.0.0.1:9",
  };
  child.send(errand);
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

/** Ben has written, and nobody has sent it yet. */
async function withText(): Promise<Texting & { text_id: string }> {
  const texting = await openTexting(db, twilio);
  const { house, deps } = texting.portal;
  now = house.now;
  twilio.taken.splice(0);
  const draft = { key: newId(), body: "Only once.", number: null, confirmed: false };
  const text_id = await writeText(deps, texting.of, draft, { member_id: house.ben, name: "Ben Okoro" }, by);
  return { ...texting, text_id };
}

const outcome = async ({ read, text_id, messages, activities }: Texting & { text_id: string }) => ({
  state: (await read(text_id)).state,
  texts: twilio.taken.length,
  messages: (await messages()).length,
  activities: (await activities()).length,
});

test.each(TEXT_CRASH_POINTS)(
  "issue 6: killed at %s, a text has left once and is in the conversation once, or waits for a member",
  async (point) => {
    const texting = await withText();
    expect(await round(texting, point)).toBe(false);
    for (let rounds = 0; rounds < 2; rounds++) expect(await round(texting)).toBe(true);
    if (point === "text:claimed") expect(await outcome(texting)).toEqual({ state: "needs_review", texts: 0, messages: 0, activities: 0 });
    else expect(await outcome(texting)).toEqual({ state: "sent", texts: 1, messages: 1, activities: 1 });
  },
  60_000,
);

test("issue 6: workers at once send it once", async () => {
  const texting = await withText();
  expect(await Promise.all([round(texting), round(texting), round(texting)])).toEqual([true, true, true]);
  expect(await outcome(texting)).toEqual({ state: "sent", texts: 1, messages: 1, activities: 1 });
}, 60_000);
