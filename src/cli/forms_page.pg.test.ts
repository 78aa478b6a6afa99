/** B-WRB-9: a form built by an admin, sent from a matter, filled in on a phone, compared and confirmed; its answers in Clio's custom fields. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builtPage, expectReadable, openSite, picture, settled, type Site } from "../api/test_page.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";
import { clientPicture, expectUsable, signInByLetter } from "./test_phone.ts";

let world: ConnectedWorld;
let site: Site;
let connection_id: string;
let client: { matter_id: string; title: string; contact_id: string; name: string; email: string };
let text: { id: number; name: string };
let list: { id: number; name: string; picklist_options: { id: number; option: string }[] };
const close: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  world = await connectedWorld({
    web_dir: await builtPage(),
    filling: { firm: "generated", seed: 7, contacts: 120, matters: 40, relationships: 30 },
  });
  site = await openSite({ fetch: (request) => world.program.api.fetch(request) }, world.port);
  const working = await world.program.jobs.work({ poll_ms: 20 });
  close.push(() => working.stop(), site.close, world.close);
  const customs = [...world.clio.tables.custom_fields.scan()].filter((field) => field.parent_type === "Matter" && !field.deleted);
  text = customs.find((field) => field.field_type === "text_line")!;
  list = customs.find((field) => field.field_type === "picklist")!;
  // Nothing is in these two yet, anywhere.
  for (const matter of [...world.clio.tables.matters.scan()])
    world.clio.tables.matters.update(matter.id, {
      custom_field_values: matter.custom_field_values.filter((own) => own.custom_field_id !== text.id && own.custom_field_id !== list.id),
    });
  const admin = [...world.clio.tables.users.scan()].find((user) => user.enabled && user.roles.includes("admin"))!;
  connection_id = await world.connect(world.naomi, { provider: "clio", region: "us", purpose: "sync" }, admin.id);
  await vi.waitFor(async () => expect(await world.query("select 1 from connection where first_synced_at is not null")).toHaveLength(1), {
    timeout: 60_000,
  });
  const owner = { firm_id: world.firm_id, connection_id };
  const { settings } = await readSettings(world.db.kysely, owner);
  await writeSettings(world.db.kysely, owner, {
    settings: {
      ...settings,
      writeback: { ...settings.writeback, on_behalf: true },
      projects: {
        ...{ ...settings.projects, on: true, types: [{ name: "Case", matches: [], fields: [], phases: [] }], default_type: "Case" },
        ...{ shown: { matters: "all", field: null }, notified: { matters: "all", field: null } },
      },
    },
    ...{ note: null, created_by: "test", at: new Date().toISOString(), if_version: null },
  });
  await world.program.project(connection_id, { kind: "settings", id: "2" }, true);
  const [found] = await world.query<typeof client>(
    `select p.provider_id as matter_id, coalesce(nullif(m.name, ''), m.number) as title, c.provider_id as contact_id, c.view->>'name' as name,
      c.view->'channels'->'emails'->>0 as email
    from project p join matter m using (firm_id, connection_id, provider_id)
    join contact c on c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.shown and m.status = 'open' and c.state = 'in' and c.view->>'never_engage' is null and c.view->>'type' = 'person'
      and 1 = (select count(*) from contact o where o.channel_keys @> array[c.view->'channels'->'emails'->>0])
    order by 1 limit 1`,
  );
  client = found!;
}, 180_000);
afterAll(async () => {
  for (const end of close) await end();
}, 30_000);

const inClio = (field_id: number) =>
  world.clio.tables.matters.get(Number(client.matter_id))!.custom_field_values.find((own) => own.custom_field_id === field_id)?.value ??
  null;

async function build(desk: Page): Promise<void> {
  await desk.getByRole("link", { name: "Make a form" }).click();
  await desk.getByLabel("Name", { exact: false }).first().fill("Intake");
  await desk.getByRole("textbox", { name: "Title", exact: true }).fill("About the accident");
  await desk.getByLabel("Title, in Spanish").fill("Sobre el accidente");
  const question = async (number: number, words: string, spanish: string) => {
    await desk.getByRole("button", { name: "Add a question" }).click();
    const one = desk.getByRole("group", { name: `Question ${number}` });
    await one.getByRole("textbox", { name: "Question", exact: true }).fill(words);
    await one.getByLabel("In Spanish", { exact: true }).fill(spanish);
    return one;
  };
  const hurt = await question(1, "Were you hurt?", "¿Resultó herido?");
  await hurt.getByLabel("Kind of answer").selectOption({ label: "Box to tick" });
  const where = await question(2, "Which hospital?", "¿Qué hospital?");
  await where.getByLabel("Goes to").selectOption({ label: text.name });
  await where.getByLabel("Needs an answer").check();
  await where.getByLabel("Shown", { exact: true }).selectOption({ label: "when “Were you hurt?”" });
  const kind = await question(3, "What was it?", "¿Qué fue?");
  await kind.getByLabel("Kind of answer").selectOption({ label: "One of several" });
  await kind.getByLabel("Goes to").selectOption({ label: list.name });
  await kind.getByLabel("Answer 1", { exact: true }).waitFor();
  await picture(desk, "form_builder");
  await expectReadable(desk);
  await desk.getByRole("button", { name: "Make the form" }).click();
  await desk.getByRole("heading", { level: 1, name: "Intake" }).waitFor();
}

async function sendIt(desk: Page): Promise<void> {
  await desk.goto(`${site.origin}/matters/${connection_id}/${client.matter_id}`);
  await settled(desk);
  await desk.getByRole("button", { name: "Send a form" }).click();
  const asked = desk.getByRole("dialog", { name: "Send a form" });
  // Only a main client is chosen by itself.
  await asked.getByLabel(client.name).check();
  await picture(desk, "form_send");
  await asked.getByRole("button", { name: `Send to ${client.name}` }).click();
  await asked.waitFor({ state: "hidden" });
  await desk.getByRole("region", { name: "Forms" }).getByText("To be filled in").first().waitFor();
}

test("from the form to Clio's custom fields: empty ones at once, one that differs after a member's word", async () => {
  const desk = await site.open("/forms", { cookie: world.naomi });
  await desk.getByText("No forms yet").waitFor();
  await build(desk);
  await sendIt(desk);

  const phone = await site.open("/portal", { width: 390 });
  await signInByLetter(phone, { world, origin: site.origin }, client.email);
  await phone.getByRole("link", { name: client.title }).click();
  await phone.getByRole("link", { name: "Forms" }).click();
  await picture(phone, "portal_forms");
  await phone.getByRole("link", { name: /About the accident/ }).click();
  await phone.getByLabel("Were you hurt?").check();
  await phone.getByRole("button", { name: "Hand in" }).click();
  await phone.getByText("This needs an answer.").waitFor();
  await expect.poll(() => phone.evaluate(() => document.activeElement?.id)).toBe("field-q2");
  await picture(phone, "portal_form_fault");
  await expectUsable(phone);
  // Without a network what is typed is kept on the device, also when the page is closed.
  await phone.context().setOffline(true);
  await phone.getByLabel(/Which hospital\?/).fill("Mercy & <b>Grace</b>");
  await phone.getByText("You are offline.", { exact: false }).first().waitFor();
  await phone.context().setOffline(false);
  await phone.reload();
  await expect.poll(() => phone.getByLabel(/Which hospital\?/).inputValue(), { timeout: 15_000 }).toBe("Mercy & <b>Grace</b>");
  const [option] = list.picklist_options;
  await phone.getByText(option!.option, { exact: true }).click();
  await phone.getByText("Saved. You can go on later").waitFor();
  await picture(phone, "portal_form");
  await phone.getByRole("button", { name: "Hand in" }).click();
  await phone.getByText("Thank you. Your answers are with your law firm.").waitFor();
  await picture(phone, "portal_form_thanks");
  await expectUsable(phone);
  await expect.poll(() => inClio(text.id), { timeout: 20_000 }).toBe("Mercy & <b>Grace</b>");
  await expect.poll(() => String(inClio(list.id)), { timeout: 20_000 }).toBe(String(option!.id));

  // Once more, with another answer: by now something else is there.
  await world.ask(world.naomi, "POST", "/runs", { connection_id, what: "matter", provider_id: client.matter_id });
  await expect
    .poll(() => world.query("select raw::text as raw from record where kind = 'matter' and provider_id = $1", [client.matter_id]), {
      timeout: 20_000,
    })
    .toMatchObject([{ raw: expect.stringContaining("Mercy") as string }]);
  await sendIt(desk);
  await phone.goto(`${site.origin}/portal/matters/${client.matter_id}/forms`);
  await phone.getByRole("link", { name: /To be filled in/ }).click();
  await phone.getByLabel("Were you hurt?").check();
  await phone.getByLabel(/Which hospital\?/).fill("Saint Mary");
  await phone.getByText("Saved. You can go on later").waitFor();
  await phone.getByRole("button", { name: "Hand in" }).click();
  await phone.getByText("Thank you.", { exact: false }).waitFor();

  await desk.goto(`${site.origin}/forms?show=confirm`);
  await desk.getByText("1 to confirm").waitFor();
  await picture(desk, "forms_confirm");
  await expectReadable(desk);
  await desk.getByRole("link", { name: "Intake" }).click();
  await desk.getByRole("button", { name: "Keep “Mercy & <b>Grace</b>”" }).waitFor();
  await picture(desk, "form_request");
  await expectReadable(desk);
  expect(inClio(text.id)).toBe("Mercy & <b>Grace</b>");
  await desk.getByRole("button", { name: "Write “Saint Mary” there" }).click();
  await expect.poll(() => inClio(text.id), { timeout: 20_000 }).toBe("Saint Mary");
  await desk.getByText("Written", { exact: true }).waitFor({ timeout: 20_000 });
  await desk.getByText(/^Naomi Okafor,/).waitFor();
  await desk.getByRole("link", { name: `The story of ${text.name}` }).click();
  await desk.getByText("Saint Mary").first().waitFor();
  await picture(desk, "form_delivery");
  expect(site.complaints.filter((one) => !/40[0-9]|ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([]);
}, 300_000);

test("in Spanish and on two devices: whoever is late is told what the other one said, keeps or takes it, and nothing is lost", async () => {
  const desk = await site.open("/forms", { cookie: world.naomi });
  await sendIt(desk);
  const phone = await site.open("/portal", { width: 390 });
  await signInByLetter(phone, { world, origin: site.origin }, client.email);
  await phone.getByRole("link", { name: "Settings" }).click();
  await phone.getByLabel("Language").selectOption("es");
  await phone.getByRole("button", { name: "Save" }).click();
  await phone.getByText("Guardado.").waitFor();
  await phone.goto(`${site.origin}/portal/matters/${client.matter_id}/forms`);
  await phone.getByRole("heading", { name: "Formularios" }).waitFor();
  await expect
    .poll(() =>
      phone
        .getByRole("link", { name: "Formularios" })
        .boundingBox()
        .then((box) => box!.x + box!.width),
    )
    .toBeLessThan(390);
  await clientPicture(phone, "portal_forms_es");
  await expectUsable(phone);
  await phone.getByRole("link", { name: /Por completar/ }).click();
  await phone.getByRole("heading", { level: 1, name: "Sobre el accidente" }).waitFor();
  await phone.getByLabel("¿Resultó herido?").check();
  await phone.getByText("Guardado. Puede seguir más tarde").waitFor();
  await phone.getByRole("button", { name: "Entregar" }).click();
  await phone.getByText("Esto necesita una respuesta.").waitFor();
  await clientPicture(phone, "portal_form_fault_es");
  await expectUsable(phone);

  const tablet = await site.open("/portal", { width: 820 });
  await signInByLetter(tablet, { world, origin: site.origin }, client.email);
  await tablet.getByRole("link", { name: client.title }).waitFor();
  await tablet.goto(phone.url());
  await expect.poll(() => tablet.getByLabel("¿Resultó herido?").isChecked()).toBe(true);
  const answer = (page: Page) => page.getByLabel(/¿Qué hospital\?/);
  const stored = async () =>
    (await world.query<{ value: unknown }>("select value from form_answer where field_key = 'q2' order by answered_at desc limit 1"))[0]
      ?.value;
  await answer(phone).fill("San Lucas");
  // What it says was there before: it told of the box.
  await expect.poll(stored).toBe("San Lucas");
  await phone.getByText("Guardado. Puede seguir más tarde").waitFor();
  await answer(tablet).fill("Santa María");
  await tablet.getByText("Respondió a esto en otro dispositivo: «San Lucas».").waitFor();
  await clientPicture(tablet, "portal_form_two_devices");
  await expectUsable(tablet);
  expect(await answer(tablet).inputValue()).toBe("Santa María");
  // Nobody hands in what they do not see.
  expect(await tablet.getByText("Guardado.", { exact: false }).count()).toBe(0);
  await tablet.getByRole("button", { name: "Entregar" }).click();
  await tablet.getByText("Elija cuál de las dos respuestas vale.").waitFor();
  await expect.poll(() => tablet.evaluate(() => document.activeElement?.id)).toBe("field-q2");
  await tablet.getByRole("button", { name: "Dejar la mía" }).click();
  await tablet.getByText("Guardado. Puede seguir más tarde").waitFor();
  await answer(phone).fill("San Juan");
  await phone.getByText("Respondió a esto en otro dispositivo: «Santa María».").waitFor();
  await clientPicture(phone, "portal_form_two_devices_phone");
  await expectUsable(phone);
  await phone.getByRole("button", { name: "Usar esa respuesta" }).click();
  await expect.poll(() => answer(phone).inputValue()).toBe("Santa María");
  await phone.getByRole("button", { name: "Entregar" }).click();
  await phone.getByText("Gracias. Su bufete ya tiene sus respuestas.").waitFor();
  await clientPicture(phone, "portal_form_thanks_es");
  await expectUsable(phone);

  // The other device is not left with a form that can no longer be handed in.
  await answer(tablet).fill("San Pedro");
  await tablet.getByText(/^Entregado \(/).waitFor();
  await tablet.getByText("Santa María").waitFor();
  await clientPicture(tablet, "portal_form_over");
  expect(await stored()).toBe("Santa María");
  expect(site.complaints.filter((one) => !/40[0-9]|ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([]);
}, 300_000);
