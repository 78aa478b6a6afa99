/** Pictures of what a firm's clients see, and of the pages where members look after it: portal, inbox, automations, matters for clients. */
import type { Browser, Page } from "playwright-core";
import type { SmtpSink } from "../src/api/test_smtp.ts";
import type { FormDocument } from "../src/model/form.ts";
import type { ProjectSettings } from "../src/model/settings_projects.ts";
import { openPage, settled, shoot } from "./screens_kit.ts";

const EMAIL = "adaeze.okafor@fastpost.example";
const NUMBER = "00101-Okafor";
const PHONE = { width: 390, height: 800 };

const PROJECTS: Partial<ProjectSettings> = {
  on: true,
  types: [
    {
      name: "Injury",
      matches: ["Personal Injury"],
      fields: [],
      phases: [
        {
          name: "Getting well",
          happened: "We have opened your case.",
          next: "Keep every doctor's appointment, and every bill.",
          es: {
            name: "Recuperarse",
            happened: "Hemos abierto su caso.",
            next: "No falte a ninguna cita médica y guarde todas las facturas.",
          },
          stages: ["Intake", "Treatment"],
        },
        {
          name: "Talking with the insurer",
          happened: "We have told the insurer what you ask for.",
          next: "They answer, as a rule within six weeks. We call you then.",
          es: {
            name: "En conversaciones con la aseguradora",
            happened: "Hemos presentado su reclamación a la aseguradora.",
            next: "Suelen responder en unas seis semanas. Entonces le llamaremos.",
          },
          stages: ["Demand", "Negotiation"],
        },
        { name: "In court", happened: "We have filed a lawsuit.", next: "The other side has 30 days to answer.", stages: ["Litigation"] },
      ],
    },
  ],
  shown: { matters: "all", field: null },
  notified: { matters: "all", field: null },
  team_roles: [
    {
      role: "Your attorney",
      es: { role: "Su abogado" },
      titles: ["Partner", "Managing Partner", "Senior Associate", "Associate"],
      show_phone: true,
      show_email: true,
    },
    {
      role: "Your paralegal",
      es: { role: "Su asistente legal" },
      titles: ["Paralegal", "Senior Paralegal"],
      show_phone: true,
      show_email: false,
    },
  ],
};

const both = (en: string, es: string) => ({ en, es });
const FORM = {
  title: both("About your accident", "Sobre su accidente"),
  intro: both("We need this for the insurer. It is saved as you type.", "Lo necesitamos para la aseguradora. Se guarda mientras escribe."),
  sections: [
    {
      title: both("That day", "Ese día"),
      fields: [
        { key: "when", type: "date", label: both("When was it?", "¿Cuándo fue?"), required: true },
        { key: "hospital", type: "text", label: both("Which hospital treated you?", "¿Qué hospital le atendió?") },
        { key: "police", type: "checkbox", label: both("The police came", "Vino la policía") },
        { key: "words", type: "long_text", label: both("What happened, in your own words?", "¿Qué pasó, en sus palabras?") },
      ],
    },
  ],
  due_days: 7,
} as const;

export interface FirmForClients {
  connection_id: string;
  matter_id: string;
  contact_id: string;
}

/** As the page asks the API. */
async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.evaluate(
    async ({ method: how, path: where, body: what }) => {
      const init = what === null ? {} : { body: what, headers: { "content-type": "application/json" } };
      const response = await fetch(`/api/v1${where}`, { method: how, ...init });
      return { status: response.status, text: await response.text() };
    },
    { method, path, body: body === undefined ? null : JSON.stringify(body) },
  );
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text) as T;
}

async function until<T>(look: () => Promise<T | null | undefined>, seconds = 150): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) throw new Error("what the picture is of did not come about");
    await new Promise((later) => setTimeout(later, 300));
  }
}

/** First of all: what was there when the firm was connected is held for the automation that is switched on now. */
export async function prepareForClients(page: Page): Promise<FirmForClients> {
  const template = await ask<{ template_id: string }>(page, "POST", "/automation-templates", {
    name: "Welcome",
    subject: "Welcome to {{firm.name}}",
    body: "Dear {{contact.first_name}},\n\nyour case is in good hands.\n\n{{owner.name}}",
    fallbacks: { "firm.name": null, "contact.first_name": "client", "owner.name": null },
  });
  const { automation_id } = await ask<{ automation_id: string }>(page, "POST", "/automations", {
    name: "Welcome",
    document: {
      trigger: { kind: "new_client" },
      conditions: [],
      steps: [
        { kind: "email", template_id: template.template_id },
        { kind: "wait", days: 3, hours: 0 },
        { kind: "task", member_id: null, title: "Call the new client", due_days: 1 },
      ],
    },
  });
  await ask(page, "POST", `/automations/${automation_id}/switch`, { active: true });
  const matters = await ask<{ items: { connection_id: string; provider_id: string }[] }>(page, "GET", `/matters?q=${NUMBER}`);
  const { connection_id, provider_id: matter_id } = matters.items[0]!;
  const path = `/connections/${connection_id}/settings`;
  const { document, version } = await ask<{ document: { projects: object }; version: number }>(page, "GET", path);
  await ask(page, "PUT", path, {
    document: { ...document, projects: { ...document.projects, ...PROJECTS } },
    if_version: version,
    note: "What our clients read",
  });
  const contact_id = await until(async () => {
    const { project } = await ask<{ project: { shown: { is: boolean }; participants: { contact_id: string }[] } | null }>(
      page,
      "GET",
      `/matters/${connection_id}/${matter_id}/project`,
    );
    return project?.shown.is ? project.participants[0]?.contact_id : null;
  });
  // The firm's other system knows her by the same address: somebody has to say whose it is.
  await ask(page, "PUT", `/portal/people/${connection_id}/${contact_id}`, { address: EMAIL, language: "en" });
  return { connection_id, matter_id, contact_id };
}

export async function ofTheClients(browser: Browser, page: Page, mail: SmtpSink, firm: FirmForClients): Promise<void> {
  const { origin } = new URL(page.url());
  const client = await openPage(browser, PHONE);
  const at = async (path: string) => {
    await client.goto(`${origin}/portal${path}`);
    await client.locator("main h1").waitFor();
  };
  await at("");
  await client.locator("input[type=email]").fill(EMAIL);
  await client.locator("button[type=submit]:enabled").click();
  const link = await until(async () => {
    const letter = mail.arrived.findLast((one) => one.to?.[0]?.address === EMAIL);
    return /(http\S+\/portal\/sign-in#\S+)/.exec(letter?.text ?? "")?.[1];
  });
  await client.goto(link);
  await client.getByRole("link", { name: /Okafor/ }).waitFor();

  const matter = `/matters/${firm.matter_id}`;
  await at(matter);
  await client.getByText("Talking with the insurer").waitFor();
  await shoot(client, "portal-matter");

  await messages(client, page, () => at(`${matter}/messages`), firm);
  await form(client, page, () => at(`${matter}/forms`), firm);

  await at("/preferences");
  await client.getByLabel("Language").selectOption("es");
  await client.getByRole("button", { name: "Save" }).click();
  await client.getByText("Guardado.").waitFor();
  await at(matter);
  await client.getByText("En conversaciones con la aseguradora").waitFor();
  await shoot(client, "portal-spanish");

  await ofTheirMembers(page, origin, firm);
}

async function messages(
  client: Page,
  member: Page,
  open: () => Promise<void>,
  { connection_id, matter_id, contact_id }: FirmForClients,
): Promise<void> {
  await open();
  const write = async (text: string) => {
    await client.locator("textarea").fill(text);
    await client.getByRole("button", { name: "Send", exact: true }).click();
    await client.locator("li", { hasText: text }).waitFor();
  };
  await write("The physiotherapist wants me to come for six more weeks. Does the insurer pay for that?");
  const { thread_id } = await ask<{ thread_id: string }>(member, "POST", "/inbox", { connection_id, matter_id, contact_id });
  await ask(member, "POST", `/inbox/${thread_id}/messages`, {
    key: crypto.randomUUID(),
    body: "Yes, as long as the doctor prescribes it. Please send us a photo of the prescription.",
  });
  await open();
  await client.getByText("as long as the doctor prescribes it").waitFor();
  await write("I have it here, it comes this afternoon.");
  await client.evaluate(() => window.scrollTo(0, 0));
  await shoot(client, "portal-messages");
}

async function form(
  client: Page,
  member: Page,
  open: () => Promise<void>,
  { connection_id, matter_id, contact_id }: FirmForClients,
): Promise<void> {
  const { form_id } = await ask<{ form_id: string }>(member, "POST", "/forms", {
    name: "Accident",
    connection_id,
    document: FORM as unknown as FormDocument,
  });
  await ask(member, "POST", "/form-requests", { form_id, matter_id, contact_ids: [contact_id] });
  await open();
  await client.getByText("About your accident").first().click();
  await client.getByLabel("When was it?").fill("2024-10-12");
  await client.getByLabel("Which hospital treated you?").fill("Scripps Mercy");
  await client.getByLabel("The police came").check();
  await client.getByText("Saved").first().waitFor();
  await client.evaluate(() => window.scrollTo(0, 0));
  await shoot(client, "portal-form");
}

/** The pages of the firm's people about it. */
async function ofTheirMembers(page: Page, origin: string, { connection_id }: FirmForClients): Promise<void> {
  const at = async (path: string) => {
    await page.goto(origin + path);
    await settled(page);
  };
  await at("/inbox?show=all");
  await page.locator("main a", { hasText: "Adaeze" }).first().click();
  await page.getByText("it comes this afternoon").waitFor();
  await settled(page);
  await shoot(page, "inbox");

  const { items } = await until(async () => {
    const batches = await ask<{ items: { batch_id: string; held: number }[] }>(page, "GET", "/automation-batches");
    return batches.items.some(({ held }) => held > 0) ? batches : null;
  });
  await at(`/automation-batches/${items.find(({ held }) => held > 0)!.batch_id}`);
  await page.locator("main tbody tr").first().waitFor();
  await shoot(page, "automation");

  await at(`/settings/projects?connection=${connection_id}`);
  await page.getByRole("group", { name: /^Phase 1: / }).evaluate((group) => group.scrollIntoView({ block: "start" }));
  await page.waitForTimeout(500);
  await shoot(page, "clients-settings");
}
