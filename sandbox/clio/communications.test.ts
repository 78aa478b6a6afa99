import { describe, expect, test } from "vitest";
import type { ClioSwitches } from "./switches.ts";
import { asked, createTestSandbox, ids, pages } from "./testing.ts";

const PEOPLE = "senders{id,type,name},receivers{id,type,name}";
const FIELDS = `id,etag,type,subject,body,date,received_at,user,matter,${PEOPLE},external_properties{id,name,value}`;

function firm(switches: Partial<ClioSwitches> = {}) {
  const sandbox = createTestSandbox({ filling: { firm: "imaginary" }, switches });
  const [matter] = sandbox.tables.matters.scan();
  const person = [...sandbox.tables.contacts.scan()].find((row) => row.type === "Person");
  const company = [...sandbox.tables.contacts.scan()].find((row) => row.type === "Company");
  const [user] = sandbox.tables.users.scan();
  if (!matter || !person || !company || !user) throw new Error("The firm is empty");
  const data = {
    type: "PhoneCommunication",
    subject: "Text messages",
    body: "Hello",
    received_at: "2026-10-01T05:30:00Z",
    matter: { id: matter.id },
    senders: [{ id: user.id, type: "User" }],
    receivers: [
      { id: person.id, type: "Contact" },
      { id: company.id, type: "Contact" },
    ],
    external_properties: [{ name: "mark", value: "AAAABBBBCCCCDDDD" }],
  };
  return { sandbox, matter, person, company, user, data };
}
type Firm = ReturnType<typeof firm>;
interface Shown {
  id: number;
  date: string;
  senders: { id: number; type: string }[];
  receivers: { id: number; type: string }[];
  external_properties: { id: number; name: string; value: string }[];
}

const write = async ({ sandbox }: Firm, data: object, id?: number) => {
  const path = id === undefined ? "communications.json" : `communications/${id}.json`;
  const { status, json } = await asked(sandbox, `${path}?fields=${FIELDS}`, {
    method: id === undefined ? "POST" : "PATCH",
    json: { data },
  });
  return { status, shown: (json as { data: Shown }).data };
};

describe("writing a communication", () => {
  test("written as User and Contact, read as User, Person and Company; the writer is its user", async () => {
    const one = firm();
    const { status, shown } = await write(one, one.data);
    expect(status).toBe(201);
    expect(shown).toMatchObject({
      type: "PhoneCommunication",
      received_at: "2026-10-01T05:30:00Z",
      user: { id: one.user.id },
      matter: { id: one.matter.id },
      senders: [{ id: one.user.id, type: "User", name: one.user.name }],
      receivers: [
        { id: one.person.id, type: "Person" },
        { id: one.company.id, type: "Company" },
      ],
      external_properties: [{ name: "mark", value: "AAAABBBBCCCCDDDD" }],
    });
  });

  test("its date is the day in the writer's zone, or in UTC", async () => {
    const one = firm();
    expect((await write(one, one.data)).shown.date).toBe("2026-09-30");
    one.sandbox.switches.communication_date_zone = "utc";
    expect((await write(one, one.data)).shown.date).toBe("2026-10-01");
    one.sandbox.switches.communication_date_written = "refused";
    expect((await write(one, { ...one.data, date: "2026-01-01" })).status).toBe(422);
  });

  test.each([
    ["a text message", { type: "SmsCommunication" }],
    ["no subject", { subject: undefined }],
    ["no body", { body: " " }],
    ["no time", { received_at: undefined }],
    ["a day for a time", { received_at: "2026-10-01" }],
    ["a participant of a read type", { senders: [{ id: 1, type: "Person" }] }],
    ["a participant who is not there", { receivers: [{ id: 1, type: "Contact" }] }],
    ["six external properties", { external_properties: Array.from({ length: 6 }, (_, place) => ({ name: `n${place}`, value: "v" })) }],
    ["a property without a value", { external_properties: [{ name: "n" }] }],
    ["people to be told of an e-mail", { type: "EmailCommunication", notification_event_subscribers: [] }],
  ])("%s is refused with 422, and nothing is written", async (_, change) => {
    const one = firm();
    expect((await write(one, { ...one.data, ...change })).status).toBe(422);
    expect(one.sandbox.tables.communications.count()).toBe(0);
  });

  test("participants are taken out with `_deleted`, properties with `_destroy`", async () => {
    const one = firm();
    const { shown } = await write(one, one.data);
    const patched = await write(
      one,
      {
        body: "Hello\nGoodbye",
        receivers: [{ id: one.company.id, type: "Contact", _deleted: true }],
        external_properties: [
          { id: shown.external_properties[0]?.id, _destroy: true },
          { name: "other", value: "v" },
        ],
      },
      shown.id,
    );
    expect(patched.shown.receivers.map((party) => party.id)).toEqual([one.person.id]);
    expect(patched.shown.senders).toHaveLength(1);
    expect(patched.shown.external_properties.map(({ name }) => name)).toEqual(["other"]);
    expect(one.sandbox.written.count("AAAABBBBCCCCDDDD")).toBe(0);
  });

  test("whether senders of a PATCH add or replace is a switch", async () => {
    for (const [communication_patch_participants, expected] of [
      ["add", 3],
      ["replace", 1],
    ] as const) {
      const one = firm({ communication_patch_participants });
      const { shown } = await write(one, one.data);
      const patched = await write(one, { receivers: [{ id: one.user.id, type: "User" }] }, shown.id);
      expect(patched.shown.receivers).toHaveLength(expected);
    }
  });

  test("a second record with the same property is taken, or refused", async () => {
    const one = firm();
    await write(one, one.data);
    expect((await write(one, one.data)).status).toBe(201);
    one.sandbox.switches.external_property_unique = true;
    expect((await write(one, one.data)).status).toBe(422);
    expect(one.sandbox.written.count("AAAABBBBCCCCDDDD")).toBe(2);
  });

  test("its webhooks are sent, and the matter's, which it touches", async () => {
    const told: string[] = [];
    const sandbox = createTestSandbox({
      filling: { firm: "imaginary" },
      switches: { webhook_handshake: "none" },
      deliver: async (request) => {
        const { data, meta } = (await request.json()) as { data: { id: number }; meta: { event: string; webhook_id: number } };
        told.push(`${meta.webhook_id} ${meta.event} ${data.id}`);
        return new Response(null);
      },
    });
    for (const model of ["communication", "matter"])
      await asked(sandbox, "webhooks", {
        method: "POST",
        json: { data: { url: "https://receiver.example/hook", model, fields: "id,updated_at" } },
      });
    const [matter] = sandbox.tables.matters.scan();
    const data = { type: "EmailCommunication", subject: "s", body: "b", received_at: "2026-10-01T05:30:00Z", matter: { id: matter?.id } };
    await asked(sandbox, "communications", { method: "POST", json: { data } });
    await asked(sandbox, "communications/1", { method: "DELETE" });
    await sandbox.settle();
    expect(told).toEqual(["1 created 1", `2 updated ${matter?.id}`, "1 deleted 1"]);
  });
});

describe("finding communications again", () => {
  test("by name and value of a property, which is not found before its index has it", async () => {
    const one = firm({ external_property_lag_seconds: 30 });
    const { shown } = await write(one, one.data);
    const path = "communications?external_property_name=mark&external_property_value=AAAABBBBCCCCDDDD&order=id(asc)";
    expect(ids(await pages(one.sandbox, path))).toEqual([]);
    expect(ids(await pages(one.sandbox, "communications?created_since=2026-10-01T15:59:00Z&order=id(asc)"))).toEqual([shown.id]);
    await one.sandbox.clock.advance(30_000);
    expect(ids(await pages(one.sandbox, path))).toEqual([shown.id]);
    expect(ids(await pages(one.sandbox, path.replace("name=mark", "name=other")))).toEqual([]);
    expect((await asked(one.sandbox, "communications?external_property_value=x")).status).toBe(400);
  });

  test("by matter, by contact, by user", async () => {
    const one = firm();
    const { shown } = await write(one, one.data);
    await write(one, { ...one.data, matter: undefined, receivers: [] });
    for (const filter of [
      `matter_id=${one.matter.id}`,
      `contact_id=${one.company.id}`,
      `contact_id=${one.person.id}&user_id=${one.user.id}`,
    ])
      expect(ids(await pages(one.sandbox, `communications?${filter}`))).toEqual([shown.id]);
    expect(ids(await pages(one.sandbox, "communications?matter_id=null"))).toEqual([2]);
    expect(ids(await pages(one.sandbox, `communications?matter_id=${one.matter.id + 1}`))).toEqual([]);
  });
});
