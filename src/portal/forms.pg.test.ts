/** B-WRB-9: from the form to the custom field at the provider, over the MyCase sandbox; and everything that must not get in. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { writeTurn } from "../outbox/turn.ts";
import { decideHeldForms, sendForm, withdrawForm } from "./form_sending.ts";
import { ValueChanged } from "./form_values.ts";
import { FormFaults, listClientForms, readClientForm, saveAnswers, shownTo, submitForm } from "./forms.ts";
import { readAnswerRows } from "./store_form_answers.ts";
import { readForm, saveForm } from "./store_forms.ts";
import { document, field, openForms, type Forms } from "./test_forms.ts";
import { PROJECTS, shown, somebody } from "./test_portal.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 12 });
});
afterAll(() => db.drop());
let open: Forms[] = [];
afterEach(async () => {
  for (const forms of open) await forms.setup.sandbox.close();
  open = [];
});
async function start(switches: Record<string, unknown> = {}): Promise<Forms> {
  const forms = await openForms(db, { switches });
  open.push(forms);
  return forms;
}

const say = (forms: Forms, request_id: string, answers: Record<string, unknown>, revision = 1) =>
  saveAnswers(
    forms.portal.deps,
    forms.person,
    request_id,
    Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, { value: value as string, revision }])),
  );
/** Other tests' letters leave here too. */
const toldTo = (forms: Forms) => forms.portal.told.filter(({ to }) => to === forms.person.email).map(({ subject }) => subject);
const refused = (code: string) => expect.objectContaining({ name: "PortalRefused", code }) as Error;

/** One text field that goes to the case. */
async function sent(forms: Forms, more: object = {}) {
  const form = await forms.make(document([field("employer", "text", { target: { field_id: forms.fields.text } })], more));
  return forms.send(form);
}
async function handIn(forms: Forms, request_id: string, answers: Record<string, unknown>) {
  await say(forms, request_id, answers);
  await submitForm(forms.portal.deps, forms.person, request_id);
}

describe("B-WRB-9: an answer and the provider's custom field", () => {
  test.each(["merge", "replace"])(
    "where the field is empty the answer is written at once, once, with its story (PUT that %ss)",
    async (put) => {
      const forms = await start({ case_values_on_put: put });
      const id = await sent(forms);
      await handIn(forms, id, { employer: "Acme <b>Corp</b>" });
      expect(await forms.compare(id)).toMatchObject([{ state: "written", theirs: null, delivery: "queued" }]);
      await forms.write();
      expect(await forms.at_provider(forms.fields.text)).toEqual(["Acme <b>Corp</b>"]);
      expect(await forms.compare(id)).toMatchObject([{ delivery: "delivered" }]);
      await submitForm(forms.portal.deps, forms.person, id);
      await forms.write();
      const puts = forms.setup.sent.filter(({ request }) => request.method === "PUT");
      expect(puts).toHaveLength(1);
      const deliveries = await forms.portal.deps.outbox.listDeliveries(
        forms.portal.house.firm_id,
        { matter_id: forms.matter_id },
        { after: null, limit: 9 },
      );
      const value = deliveries.find(({ operation }) => operation === "custom_value")!;
      const story = await forms.portal.deps.outbox.readDelivery(forms.portal.house.firm_id, value.delivery_id);
      expect(story).toMatchObject({
        state: "delivered",
        author_name: "Ada Marsh",
        sent: { body: "Acme <b>Corp</b>" },
        settle: { look_up: "reread" },
      });
      expect(story!.activities).toMatchObject([{ subject: "Form “About you” filled in by Lucia Rivera" }]);
    },
  );

  test("a PUT that adds where it should replace is told of, and nothing is added again", async () => {
    const forms = await start({ case_values_on_put: "append" });
    await forms.change(forms.fields.text, "Old");
    await forms.read();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "New" });
    await forms.decide(id, "employer", "write", "Old");
    await forms.write();
    expect(await forms.compare(id)).toMatchObject([{ delivery: "failed" }]);
    expect(await forms.at_provider(forms.fields.text)).toHaveLength(2);
    await forms.read();
    const [row] = await forms.compare(id);
    await forms.decide(id, "employer", "write", row!.now).catch(() => {});
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toHaveLength(2);
  });

  test("where the provider says the same, nothing is written", async () => {
    const forms = await start();
    await forms.change(forms.fields.text, "Acme");
    await forms.read();
    const id = await sent(forms);
    const puts = () => forms.setup.sent.filter(({ request }) => request.method === "PUT").length;
    const before = puts();
    await handIn(forms, id, { employer: " Acme " });
    await forms.write();
    expect(await forms.compare(id)).toMatchObject([{ state: "same", delivery: null }]);
    expect(puts()).toBe(before);
  });

  test("where it differs a member sees both and confirms; who it was is kept, and it is written in their name", async () => {
    const forms = await start();
    await forms.change(forms.fields.text, "Saint Mary");
    await forms.read();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "Mercy" });
    await forms.write();
    expect(await forms.compare(id)).toMatchObject([{ state: "to_confirm", theirs: "Saint Mary" }]);
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Saint Mary"]);
    await forms.decide(id, "employer", "write", "Saint Mary");
    await expect(forms.decide(id, "employer", "write", "Saint Mary")).rejects.toEqual(refused("invalid"));
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Mercy"]);
    expect(await forms.portal.audit("form.value_write")).toMatchObject([
      { actor: "Ada Marsh", target: id, detail: { theirs: "Saint Mary", ours: "Mercy" } },
    ]);
  });

  test("a member keeps what the provider has: nothing is written, on record", async () => {
    const forms = await start();
    await forms.change(forms.fields.text, "Saint Mary");
    await forms.read();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "Mercy" });
    await forms.decide(id, "employer", "keep", "Saint Mary");
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Saint Mary"]);
    expect(await forms.portal.audit("form.value_keep")).toHaveLength(1);
  });

  test("a form that asks for it has also what is empty confirmed first", async () => {
    const forms = await start();
    const id = await sent(forms, { fill_blank: false });
    await handIn(forms, id, { employer: "Acme" });
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual([]);
    await forms.decide(id, "employer", "write", null);
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Acme"]);
  });

  test("what somebody changed at the provider meanwhile is never written over: it fails, is read again, and asks", async () => {
    const forms = await start();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "Mercy" });
    await forms.change(forms.fields.text, "Somebody else's");
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Somebody else's"]);
    expect(await forms.compare(id)).toMatchObject([{ delivery: "failed" }]);
    await forms.read();
    await expect(forms.decide(id, "employer", "write", null)).rejects.toThrow(ValueChanged);
    await forms.decide(id, "employer", "write", "Somebody else's");
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Mercy"]);
  });

  test("a choice is written as the provider's option; one that is gone there is told of, and nothing is written", async () => {
    const forms = await start();
    const [first] = forms.fields.list_options;
    const options = [
      { key: "one", label: { en: "The first" }, option_id: first!.id },
      { key: "lost", label: { en: "A lost one" }, option_id: "gone" },
    ];
    const form = await forms.make(document([field("kind", "choice", { options, target: { field_id: forms.fields.list } })]));
    const id = await forms.send(form);
    await handIn(forms, id, { kind: "one" });
    await forms.decide(id, "kind", "write", (await forms.compare(id))[0]!.theirs);
    await forms.write();
    expect(await forms.at_provider(forms.fields.list)).toEqual([first!.text]);
    const other = await forms.send(form);
    await handIn(forms, other, { kind: "lost" });
    expect(await forms.compare(other)).toMatchObject([{ state: "no_field" }]);
  });

  test("what a client leaves empty empties nothing at the provider", async () => {
    const forms = await start();
    await forms.change(forms.fields.text, "Saint Mary");
    await forms.read();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "" });
    await forms.write();
    expect(await forms.compare(id)).toEqual([]);
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Saint Mary"]);
  });
});

describe("B-WRB-5, B-WRB-9: whatever dies around the write of a value", () => {
  /** The worker hangs for ever at its PUT: before the provider has it, or after. */
  async function hang(forms: Forms, at: "before" | "after"): Promise<void> {
    const { promise: hanging, resolve: hangs } = Promise.withResolvers<void>();
    const session = async (_: unknown, on_request: never) => ({
      ...forms.setup.session,
      on_request,
      fetch: async (request: Request) => {
        if (request.method !== "PUT") return forms.setup.session.fetch(request);
        if (at === "after") await forms.setup.session.fetch(request);
        hangs();
        return new Promise<Response>(() => {});
      },
    });
    const { house } = forms.portal;
    const dead = { ...forms.outbox, session: session as never };
    void writeTurn(dead, { firm_id: house.firm_id, connection_id: house.connection_id }, new AbortController().signal).catch(() => {});
    await hanging;
  }

  test.each(["before", "after"] as const)(
    "a worker that is gone %s the provider's answer leaves one value there, and no second entry",
    async (at) => {
      const forms = await start({ case_values_on_put: "append" });
      const id = await sent(forms);
      await handIn(forms, id, { employer: "Acme" });
      await hang(forms, at);
      expect(await forms.compare(id)).toMatchObject([{ delivery: "sending" }]);
      for (let tries = 0; tries < 5; tries++) {
        forms.portal.house.to(new Date(forms.portal.house.now().getTime() + 10 * 60_000).toISOString());
        await forms.write();
      }
      expect(await forms.compare(id)).toMatchObject([{ delivery: "delivered" }]);
      expect(await forms.at_provider(forms.fields.text)).toEqual(["Acme"]);
    },
  );

  test("interrupted between handing in and planning the write, the next round finishes it, once", async () => {
    const forms = await start();
    const { deps, house } = forms.portal;
    const id = await sent(forms);
    await say(forms, id, { employer: "Acme" });
    const broken = { ...deps, outbox: { ...deps.outbox, logActivity: () => Promise.reject(new Error("the power went")) } };
    await expect(submitForm(broken, forms.person, id)).rejects.toThrow("the power went");
    const dies = {
      ...deps,
      outbox: {
        ...deps.outbox,
        writeValue: async (...of: Parameters<typeof deps.outbox.writeValue>) => {
          await deps.outbox.writeValue(...of);
          throw new Error("the power went");
        },
      },
    };
    await expect(submitForm(dies, forms.person, id)).rejects.toThrow("the power went");
    await forms.portal.look();
    await forms.portal.look();
    await forms.write();
    expect(await forms.at_provider(forms.fields.text)).toEqual(["Acme"]);
    expect(await house.rows("select 1 from delivery where firm_id = $1 and operation = 'custom_value'", [house.firm_id])).toHaveLength(1);
    expect(await house.rows("select 1 from activity where firm_id = $1", [house.firm_id])).toHaveLength(1);
  });
});

describe("what a client sends", () => {
  test("of two devices the later revision counts, field by field, and the other one is told", async () => {
    const forms = await start();
    const form = await forms.make(document([field("a", "text"), field("b", "text")]));
    const id = await forms.send(form);
    expect(await say(forms, id, { a: "phone" }, 1)).toMatchObject({ saved: { a: 1 } });
    expect(await say(forms, id, { a: "laptop" }, 2)).toMatchObject({ saved: { a: 2 } });
    expect(await say(forms, id, { a: "phone again", b: "phone" }, 2)).toMatchObject({
      saved: { b: 2 },
      newer: { a: { value: "laptop", revision: 2 } },
    });
    expect(await say(forms, id, { a: "laptop" }, 2)).toMatchObject({ saved: { a: 2 }, newer: {} });
    const { answers } = await readClientForm(forms.portal.deps, forms.person, id);
    expect([answers.get("a")!.value, answers.get("b")!.value]).toEqual(["laptop", "phone"]);
  });

  test("HTML and formulas stay text, from the answer to the activity's words", async () => {
    const forms = await start();
    const form = await forms.make(document([field("a", "text"), field("b", "long_text"), field("c", "person")]));
    const id = await forms.send(form);
    const bad = { a: "<img src=x onerror=alert(1)>", b: '=HYPERLINK("http://evil")\n<script>1</script>', c: "@SUM(1+1)*cmd|' /C calc'!A0" };
    await handIn(forms, id, bad);
    const rows = await readAnswerRows(db.kysely, { firm_id: forms.portal.house.firm_id, request_id: id });
    expect(Object.fromEntries([...rows].map(([key, { value }]) => [key, value]))).toEqual(bad);
    const [activity] = await forms.portal.house.rows<{ body: string }>("select body from activity where firm_id = $1", [
      forms.portal.house.firm_id,
    ]);
    expect(activity!.body).toBe(`a: ${bad.a}\nb: ${bad.b}\nc: ${bad.c}`);
  });

  test("wrong kinds, huge texts, control characters, unknown fields and choices are not kept, each with why", async () => {
    const forms = await start();
    const options = [{ key: "x", label: { en: "X" } }];
    const fields = [
      field("a", "text"),
      field("b", "long_text"),
      field("c", "checkbox"),
      field("d", "choices", { options }),
      field("e", "choice", { options }),
    ];
    const id = await forms.send(await forms.make(document(fields)));
    const outcome = await say(forms, id, { a: "x".repeat(251), b: "x".repeat(10_001), c: "yes", d: ["y"], e: "y" });
    expect(outcome).toEqual({
      saved: {},
      newer: {},
      faults: { a: "too_long", b: "too_long", c: "not_option", d: "not_option", e: "not_option" },
    });
    expect((await say(forms, id, { a: "nul\0", b: "bell\u0007" })).faults).toEqual({ a: "not_plain", b: "not_plain" });
    expect((await say(forms, id, { a: ["x"] })).faults).toEqual({ a: "not_plain" });
    await expect(say(forms, id, { nobody: "x" })).rejects.toEqual(refused("invalid"));
    expect((await readAnswerRows(db.kysely, { firm_id: forms.portal.house.firm_id, request_id: id })).size).toBe(0);
  });

  test("handing in needs what is required and shown, and answers of the right kind; what hangs on a choice taken back is no answer", async () => {
    const forms = await start();
    const fields = [
      field("hurt", "checkbox"),
      field("where", "text", { required: true, show_when: { field: "hurt", is: "true" } }),
      field("mail", "email"),
      field("day", "date"),
    ];
    const id = await forms.send(await forms.make(document(fields)));
    await say(forms, id, { hurt: true, mail: "nobody", day: "2026-02-30" });
    const failed = await submitForm(forms.portal.deps, forms.person, id).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(FormFaults);
    expect((failed as FormFaults).faults).toEqual({ where: "required", mail: "not_email", day: "not_date" });
    await say(forms, id, { where: "Arm" }, 2);
    await say(forms, id, { hurt: false, mail: "a@b.example", day: "2026-02-28" }, 3);
    await submitForm(forms.portal.deps, forms.person, id);
    const rows = await readAnswerRows(db.kysely, { firm_id: forms.portal.house.firm_id, request_id: id });
    expect([...rows.keys()].toSorted()).toEqual(["day", "hurt", "mail"]);
  });

  test("after it was handed in nothing changes any more", async () => {
    const forms = await start();
    const id = await sent(forms);
    await handIn(forms, id, { employer: "Acme" });
    await expect(say(forms, id, { employer: "Other" }, 9)).rejects.toEqual(refused("read_only"));
    expect((await readClientForm(forms.portal.deps, forms.person, id)).answers.get("employer")!.value).toBe("Acme");
  });

  test("a closed matter takes nothing: neither a form nor an answer nor a form that is handed in; it can be read", async () => {
    const forms = await start();
    const id = await sent(forms);
    await say(forms, id, { employer: "Acme" });
    const { house, deps } = forms.portal;
    await house.put("matter", [
      shown(Number(forms.matter_id), 1, [1], { status: "closed", closed_date: house.now().toISOString().slice(0, 10) }),
    ]);
    await expect(say(forms, id, { employer: "Other" }, 9)).rejects.toEqual(refused("read_only"));
    await expect(submitForm(deps, forms.person, id)).rejects.toEqual(refused("read_only"));
    await expect(sent(forms)).rejects.toEqual(refused("read_only"));
    expect(await listClientForms(deps, forms.person)).toMatchObject([{ matter: { read_only: true } }]);
  });

  test("another person's form and another firm's is not found, whatever is asked of it", async () => {
    const [forms, others] = [await start(), await start()];
    const [mine, theirs] = [await sent(forms), await sent(others)];
    const { house, deps } = forms.portal;
    await house.put("contact", [somebody(2, "Hugo", house.firm_id)]);
    const hugo = { ...forms.person, contact_id: "2" };
    for (const [person, id] of [
      [forms.person, theirs],
      [hugo, mine],
      [forms.person, newId()],
    ] as const) {
      await expect(readClientForm(deps, person, id)).rejects.toEqual(refused("not_found"));
      await expect(saveAnswers(deps, person, id, { employer: { value: "x", revision: 1 } })).rejects.toEqual(refused("not_found"));
      await expect(submitForm(deps, person, id)).rejects.toEqual(refused("not_found"));
    }
    expect(await listClientForms(deps, hugo)).toEqual([]);
    const sender = { firm_id: house.firm_id, member_id: house.ada, name: "Ada", tell: async () => {} };
    const form = await forms.make(document([field("a", "text")]));
    await expect(sendForm(deps, form, { matter_id: forms.matter_id, contact_ids: ["2"], due_on: null }, sender)).rejects.toEqual(
      refused("not_found"),
    );
  });

  test("one that was taken back is gone for the client, and its letter does not leave", async () => {
    const forms = await start();
    const id = await sent(forms);
    await withdrawForm(forms.portal.deps, { firm_id: forms.portal.house.firm_id, request_id: id }, { name: "Ada", tell: async () => {} });
    await expect(readClientForm(forms.portal.deps, forms.person, id)).rejects.toEqual(refused("not_found"));
    await forms.portal.look();
    expect(toldTo(forms)).toEqual([]);
  });

  test("a form that was sent keeps its version, and shows nothing of where answers go", async () => {
    const forms = await start();
    const form = await forms.make(
      document([field("a", "text", { target: { field_id: forms.fields.text }, label: { en: "Employer", es: "Empleador" } })]),
    );
    const id = await forms.send(form);
    const to = {
      name: "Intake",
      document: document([field("b", "text")]),
      member_id: forms.portal.house.ada,
      by: "Ada",
      at: form.saved_at,
    };
    expect(await saveForm(db.kysely, form, { ...to, if_version: 1, phase_anew: false })).toBe(2);
    expect(await saveForm(db.kysely, form, { ...to, if_version: 1, phase_anew: false })).toBe(null);
    const { request } = await readClientForm(forms.portal.deps, forms.person, id);
    const seen = shownTo(request.document, "es");
    expect(seen).toMatchObject({ title: "Sobre usted", sections: [{ fields: [{ key: "a", label: "Empleador" }] }] });
    expect(JSON.stringify(seen)).not.toContain(forms.fields.text);
  });
});

describe("B-AUT-2: sent by a phase", () => {
  const by_phase = { on_phase: { phase: "Negotiation" }, remind_days: 3, due_days: 7 };
  const enter = (forms: Forms, stage: string, about = { mode: "incremental", trigger: "schedule" }) =>
    forms.portal.house.put("matter", [shown(Number(forms.matter_id), 1, [1], { case_stage: stage })], about);
  const requests = (forms: Forms) =>
    forms.portal.house.rows<{ request_id: string; state: string; reason: string | null; due_on: string | null }>(
      "select request_id, state, reason, due_on::text from form_request where firm_id = $1 order by request_id",
      [forms.portal.house.firm_id],
    );

  test("once for a matter and form, however often the phase is entered; the client is told by letter", async () => {
    const forms = await start();
    await forms.portal.look();
    await forms.make(document([field("a", "text")], by_phase));
    for (const stage of ["Settlement", "Petition", "Settlement"]) {
      await enter(forms, stage);
      await Promise.all([forms.portal.look(), forms.portal.look()]);
    }
    expect(await requests(forms)).toMatchObject([{ state: "open", due_on: "2026-11-24" }]);
    expect(toldTo(forms).filter((subject) => subject.startsWith("Please fill in a form"))).toHaveLength(1);
  });

  test("what a first sync or a reconnect brings about is held; a member sends it or never; it is told to nobody before", async () => {
    const forms = await start();
    await forms.portal.look();
    const form = await forms.make(document([field("a", "text")], by_phase));
    await enter(forms, "Settlement", { mode: "full", trigger: "reconnected" });
    await forms.portal.look();
    const [held] = await requests(forms);
    expect(held).toMatchObject({ state: "held", reason: "reconnect" });
    expect(await listClientForms(forms.portal.deps, forms.person)).toEqual([]);
    const { firm_id } = forms.portal.house;
    const decide = (decision: "send" | "dismiss") =>
      decideHeldForms(forms.portal.deps, firm_id, [held!.request_id], decision, { name: "Ada", tell: async () => {} });
    expect(await decide("send")).toEqual({ done: [held!.request_id], refused: [] });
    expect(await decide("dismiss")).toEqual({ done: [], refused: [held!.request_id] });
    expect(await listClientForms(forms.portal.deps, forms.person)).toHaveLength(1);
    expect((await readForm(db.kysely, firm_id, form.form_id))!.open).toBe(1);
  });

  test("what happened before the form was there sends nothing, nor does a settings change without somebody's word", async () => {
    const forms = await start();
    await forms.portal.look();
    await enter(forms, "Settlement");
    await forms.make(document([field("a", "text")], by_phase));
    await forms.portal.look();
    expect(await requests(forms)).toEqual([]);
    await forms.portal.house.set((settings) => ({
      ...settings,
      projects: {
        ...settings.projects,
        ...PROJECTS,
        types: [{ ...PROJECTS.types![0]!, phases: [{ ...PROJECTS.types![0]!.phases[1]!, stages: ["Petition", "Settlement"] }] }],
      },
    }));
    await forms.portal.look();
    for (const one of await requests(forms)) expect(one).toMatchObject({ state: "held", reason: "settings" });
  });

  test("reminders leave in the firm's hours, two at most, and none after it was handed in", async () => {
    const forms = await start();
    const id = await sent(forms, { remind_days: 3 });
    const { house } = forms.portal;
    const reminded = async () =>
      (await forms.portal.notices())
        .filter(({ occasion }) => occasion.includes("reminder"))
        .map(({ occasion }) => occasion.split(" ").at(-1));
    // Sent on a Tuesday at ten. Friday at seven in the morning is too early.
    house.to("2026-11-20T12:00:00.000Z");
    await forms.portal.look();
    expect(await reminded()).toEqual([]);
    house.to("2026-11-20T15:30:00.000Z");
    await Promise.all([forms.portal.look(), forms.portal.look()]);
    expect(await reminded()).toEqual(["1"]);
    // It was due on a Saturday night: Monday is soon enough.
    house.to("2026-11-28T23:00:00.000Z");
    await forms.portal.look();
    expect(await reminded()).toEqual(["1"]);
    for (const day of ["2026-11-30", "2026-12-07", "2026-12-14"]) {
      house.to(`${day}T16:00:00.000Z`);
      await forms.portal.look();
    }
    expect(await reminded()).toEqual(["1", "2"]);
    const other = await sent(forms, { remind_days: 1 });
    await handIn(forms, other, { employer: "Acme" });
    house.to("2026-12-16T16:00:00.000Z");
    await forms.portal.look();
    expect((await forms.portal.notices()).filter(({ occasion }) => occasion.includes(other))).toMatchObject([{ state: "cancelled" }]);
    expect(id).not.toBe(other);
  });
});
