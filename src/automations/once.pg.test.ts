/** Each automated e-mail leaves once or is held for review, whatever dies when; doubled jobs and events change nothing. */
import { fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { AUTOMATION_CRASH_POINTS, type CrashPoint } from "../lib/crash_point.ts";
import { createSendMail } from "../lib/mail.ts";
import { Secret } from "../lib/secret.ts";
import { resolveSend } from "./allow.ts";
import { enter, weigh } from "./ledger.ts";
import { occasionsOf, type Told } from "./occasions.ts";
import { listAccounts } from "./store_candidates.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";
import { work } from "./work.ts";

let db: TestDb;
let server: SMTPServer;
let smtp_url: string;
let arrived: Email[] = [];
/** What the server does with a text that has arrived whole. */
let answer: "takes it" | "dies" | "refuses" | "is busy" = "takes it";

beforeAll(async () => {
  db = await testDatabase();
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, session, done) => void take(session.id, stream, done),
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  smtp_url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((closed) => server.close(closed));
  await db.drop();
});

async function take(session: string, stream: NodeJS.ReadableStream, done: (error?: Error) => void): Promise<void> {
  const email = await PostalMime.parse(await buffer(stream));
  if (answer === "refuses") return done(Object.assign(new Error("no"), { responseCode: 550 }));
  if (answer === "is busy") return done(Object.assign(new Error("later"), { responseCode: 451 }));
  arrived.push(email);
  if (answer === "takes it") return done();
  for (const connection of server.connections as Set<{ id: string; close(): void }>) if (connection.id === session) connection.close();
}

/** One new client who has not been looked at yet. */
async function withNews(): Promise<House> {
  arrived = [];
  answer = "takes it";
  const mail = createSendMail({ smtp_url: new Secret(smtp_url), from: "Marsh Law <mail@marsh.example>" });
  const house = await openHouse(db, "mycase", mail);
  await house.put("staff", STAFF);
  await house.firstSync();
  await house.look();
  const template_id = await house.template("Welcome.");
  const steps = [
    { kind: "email" as const, template_id },
    { kind: "task" as const, member_id: null, title: "Call them", due_days: 1 },
    { kind: "tag" as const, tag: "Welcomed" },
    { kind: "webhook" as const, name: "welcomed" },
  ];
  await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps });
  await house.put("contact", [person(10, "Nora")]);
  await house.put("matter", [matter(500, 10, [10])]);
  return house;
}

/** Who is to die holds for a moment; who comes after it, as long as a busy machine may need. */
async function worker(house: House, crash: CrashPoint | null): Promise<string | number | null> {
  const child = fork(new URL("test_child.ts", import.meta.url), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  child.send({ url: db.url, backend: db.backend, smtp_url, now: house.now().toISOString(), lease_ms: crash === null ? 60_000 : 1, crash });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal ?? code;
}

/** What has become of it all. */
async function outcome(house: House) {
  const [send] = await house.sends();
  const count = async (table: string, more = "") =>
    (await house.rows<{ n: number }>(`select count(*)::int as n from ${table} where firm_id = $1 ${more}`, [house.firm_id]))[0]!.n;
  return {
    send: send?.["state"],
    start: (await house.starts())[0]?.["state"],
    letters: arrived.length,
    activities: await count("activity"),
    tasks: await count("task"),
    tags: await count("manual_tag"),
    events: await count("event", "and type = 'automation.reached'"),
  };
}

describe("a worker that dies", () => {
  it.each(AUTOMATION_CRASH_POINTS)(
    "B-AUT-4: killed at %s, the e-mail has left once or waits for somebody to look",
    { timeout: 60_000 },
    async (point) => {
      const house = await withNews();
      expect(await worker(house, point)).toBe("SIGKILL");
      house.to(new Date(house.now().getTime() + 120_000).toISOString());
      expect(await worker(house, null)).toBe(0);
      const done = { activities: 1, tasks: 1, tags: 1, events: 1 };
      if (point === "send:claimed" || point === "send:answered") {
        expect(await outcome(house)).toMatchObject({
          send: "needs_review",
          start: "running",
          letters: point === "send:claimed" ? 0 : 1,
          activities: 0,
        });
        const send_id = (
          await house.rows<{ send_id: string }>("select send_id from automation_send where firm_id = $1", [house.firm_id])
        )[0]!.send_id;
        const word = {
          by: "Ada",
          at: house.now().toISOString(),
          outcome: point === "send:claimed" ? ("again" as const) : ("sent" as const),
        };
        expect(await db.transaction((trx) => resolveSend(trx, house.deps.clock, house.firm_id, send_id, word))).toBe("done");
        await house.look();
      }
      expect(await outcome(house)).toEqual({ send: "sent", start: "done", letters: 1, ...done });
      expect(arrived[0]).toMatchObject({
        from: { name: "Ada Marsh", address: "mail@marsh.example" },
        replyTo: [{ address: "ada@marsh.example" }],
      });
    },
  );

  it("B-AUT-4: many workers at once do everything once", async () => {
    const house = await withNews();
    await Promise.all(Array.from({ length: 4 }, () => work(house.deps)));
    await house.look();
    expect(await outcome(house)).toEqual({ send: "sent", start: "done", letters: 1, activities: 1, tasks: 1, tags: 1, events: 1 });
  });
});

describe("a mail server that misbehaves", () => {
  it("B-AUT-4: one that dies with the whole text in hand leaves it to somebody to look; it is never sent again by itself", async () => {
    const house = await withNews();
    answer = "dies";
    await house.look();
    expect(await outcome(house)).toMatchObject({ send: "needs_review", start: "running", letters: 1 });
    answer = "takes it";
    house.later(30);
    await house.look();
    expect(arrived).toHaveLength(1);
  });

  it("B-AUT-4: one that is busy is asked again, with the same message id; one that refuses is not", async () => {
    const house = await withNews();
    answer = "is busy";
    await house.look();
    expect(await house.sends()).toMatchObject([{ state: "queued", reason: "unreachable" }]);
    answer = "takes it";
    house.to(new Date(house.now().getTime() + 120_000).toISOString());
    await house.look();
    expect(await outcome(house)).toMatchObject({ send: "sent", letters: 1 });
    const refused = await withNews();
    answer = "refuses";
    await refused.look();
    expect(await outcome(refused)).toMatchObject({ send: "failed", start: "stopped", letters: 0 });
  });
});

describe("the ledger", () => {
  it("B-AUT-1, B-AUT-3: events in any order, doubled and in any portions, give the same ledger", { timeout: 60_000 }, async () => {
    const house = await openHouse(db);
    await house.put("staff", STAFF);
    const template_id = await house.template("Hello.");
    const steps = [{ kind: "email" as const, template_id }];
    await house.put(
      "contact",
      [10, 11, 12].map((id) => person(id, `P${id}`)),
    );
    await house.put(
      "matter",
      [10, 11].map((id) => matter(500 + id, id, [id])),
    );
    const automations = [
      await house.automation({ trigger: { kind: "tag_gained", tag: "Family Law" }, conditions: [], steps }),
      await house.automation({ trigger: { kind: "matter_closed" }, conditions: [{ kind: "status", any_of: ["active"] }], steps }),
    ];
    const [account] = await listAccounts(db.kysely, house.firm_id);
    const clients = new Map([
      ["510", "10"],
      ["511", "11"],
      ["599", null],
    ]);
    const tagged = [10, 11, 12, 13].map((id) => ({
      type: "tag.gained",
      data: {
        contact_id: String(id),
        tag: id === 10 ? "FAMILY law" : "Family Law",
        cause: id === 11 ? "settings" : "member",
        cause_id: id === 11 ? "2" : null,
      },
    }));
    const closed = ["510", "511", "599"].map((matter_id) => ({
      type: "matter.closed",
      data: { matter_id, cause: "member", cause_id: null },
    }));
    const events = [...tagged, ...closed].map((event, index): Told => ({ ...event, seq: index + 1 }));
    const ledger = async (portions: Told[][]) => {
      await house.rows("delete from automation_start where firm_id = $1", [house.firm_id]);
      await house.rows("delete from automation_batch where firm_id = $1", [house.firm_id]);
      for (const portion of portions) {
        const occasions = portion.flatMap((event) => occasionsOf(event, automations, clients));
        const ready = await weigh(db.kysely, house.deps, account!, occasions);
        await db.transaction((trx) => enter(trx, house.deps, account!, ready));
      }
      return house.starts();
    };
    const expected = await ledger([events]);
    expect(expected).toHaveLength(7);
    const shuffled = fc
      .array(fc.constantFrom(...events), { maxLength: 10 })
      .chain((more) => fc.shuffledSubarray([...events, ...more], { minLength: events.length + more.length }));
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 7 }), async (told, size) => {
        const portions = Array.from({ length: Math.ceil(told.length / size) }, (_, index) => told.slice(index * size, (index + 1) * size));
        expect(await ledger(portions)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
