/** A form of the imaginary MyCase firm, whose answers are really written: to the MyCase sandbox, over HTTP requests as they leave. */
import { mycaseSetup, type Setup, type SetupOptions } from "../../test/connector_setups.ts";
import { connectors } from "../connectors/index.ts";
import type { TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { formDocumentSchema, type FormDocument } from "../model/form.ts";
import { createOutbox } from "../outbox/outbox.ts";
import type { OutboxDeps } from "../outbox/deps.ts";
import type { By } from "../outbox/types.ts";
import { writeTurn } from "../outbox/turn.ts";
import { sendForm } from "./form_sending.ts";
import { decideAnswer, readComparison } from "./form_values.ts";
import { readRequest } from "./store_form_requests.ts";
import { insertForm, readForm, type FormRow } from "./store_forms.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";
import type { PortalPerson } from "./types.ts";
import { audit } from "../accounts/store_audit.ts";

export interface Forms {
  portal: Portal;
  setup: Setup;
  outbox: OutboxDeps;
  /** The case and its custom fields, as the sandbox and the mirror have them. */
  matter_id: string;
  fields: { text: string; list: string; list_options: { id: string; text: string }[] };
  person: PortalPerson;
  /** Takes what the sandbox says of the case into the mirror. */
  read(): Promise<void>;
  /** What the sandbox has of a field now. */
  at_provider(field_id: string): Promise<unknown>;
  /** Somebody changes it at the provider. */
  change(field_id: string, value: string): Promise<void>;
  make(document: object): Promise<FormRow>;
  send(form: FormRow): Promise<string>;
  write(): Promise<void>;
  compare(
    request_id: string,
  ): Promise<{ field: string; state: string; theirs: string | null; now: string | null; delivery: string | null }[]>;
  decide(request_id: string, field_key: string, decision: "write" | "keep", theirs: string | null): Promise<void>;
  by: By;
}

const en = (text: string) => ({ en: text });
export const field = (key: string, type: string, more: object = {}) => ({ key, type, label: en(key), ...more });
export const document = (fields: object[], more: object = {}): FormDocument =>
  formDocumentSchema.parse({ title: { en: "About you", es: "Sobre usted" }, sections: [{ fields }], ...more });

interface Row {
  id: number;
  name: string;
  parent_type: string;
  field_type: string;
  list_options: { key: string; option: string }[] | null;
}

export async function openForms(db: TestDb, options: SetupOptions = {}): Promise<Forms> {
  const setup = mycaseSetup(options);
  const portal = await openPortal(db);
  const { house } = portal;
  const { clock, log } = house.deps;
  const outbox: OutboxDeps = {
    ...{ db, providers: connectors, clock, log },
    session: async (_connection, on_request) => ({ ...setup.session, on_request }),
    random: () => 0.5,
    open_file: () => {
      throw new Error("there are no files here");
    },
    ready: async () => {},
  };
  portal.deps.outbox = createOutbox({ ...outbox, providers: { ...connectors, mycase: setup.connector } });
  const deps = { ...outbox, providers: { ...connectors, mycase: setup.connector } };
  const matters = [...setup.tables["matter"]!.table.scan()] as unknown as { id: number; custom_values?: unknown[] }[];
  const matter_id = String(matters.find((row) => (row.custom_values ?? []).length === 0)?.id ?? matters[0]!.id);
  const customs = ([...setup.tables["custom_field"]!.table.scan()] as unknown as Row[]).filter((row) => row.parent_type === "case");
  const text = customs.find((row) => row.field_type === "short_text")!;
  const list = customs.find((row) => row.field_type === "list")!;
  const reader = setup.connector.reader(setup.session);
  const raw = async () => {
    const read = await reader.one("matter", matter_id);
    if (!read.found || !read.row.ok) throw new Error("the sandbox has no such case");
    return read.row.raw;
  };
  const owner = { firm_id: house.firm_id, connection_id: house.connection_id };
  const values = async () => (await raw())["custom_field_values"] as { custom_field: { id: number }; value: unknown }[];
  await house.put("contact", [somebody(1, "Lucia", house.firm_id)]);
  await house.put(
    "custom_field",
    customs.map(({ id, name, parent_type, field_type, list_options }) => ({ id, name, parent_type, field_type, list_options })),
  );
  const forms: Forms = {
    ...{ portal, setup, outbox: deps, matter_id },
    fields: {
      text: String(text.id),
      list: String(list?.id),
      list_options: (list?.list_options ?? []).map((one) => ({ id: one.key, text: one.option })),
    },
    person: null as never,
    async read() {
      await house.put("matter", [shown(Number(matter_id), 1, [1], { custom_field_values: await values() })]);
    },
    at_provider: async (field_id) => (await values()).filter((one) => String(one.custom_field.id) === field_id).map((one) => one.value),
    async change(field_id, value) {
      const writer = setup.connector.writing.writer(setup.session);
      const [now] = (await forms.at_provider(field_id)) as string[];
      await writer.create({
        ...{
          operation: "custom_value",
          parent: { kind: "matter", id: matter_id },
          marker: "X",
          subject: "",
          body: "",
          occurred_at: "",
          day: "",
        },
        ...{ direction: null, channel: null, from: [], to: [], phone_number: null, staff_id: null, matter_id, content: null },
        field: { id: field_id, value, expected: now ?? null },
      });
    },
    async make(given) {
      const form_id = newId();
      const saved = {
        name: "Intake",
        document: given as FormDocument,
        member_id: house.ada,
        by: "Ada Marsh",
        at: house.now().toISOString(),
      };
      await insertForm(db.kysely, { ...owner, form_id }, saved);
      return (await readForm(db.kysely, house.firm_id, form_id))!;
    },
    async send(form) {
      const sender = { firm_id: house.firm_id, member_id: house.ada, name: "Ada Marsh", tell: async () => {} };
      return (await sendForm(portal.deps, form, { matter_id, contact_ids: ["1"], due_on: undefined }, sender))[0]!;
    },
    async write() {
      const { due_at } = await writeTurn(deps, owner, new AbortController().signal);
      if (due_at === null) return;
      house.to(new Date(due_at.getTime() + 1).toISOString());
      await writeTurn(deps, owner, new AbortController().signal);
    },
    async compare(request_id) {
      const request = await readRequest(db.kysely, house.firm_id, request_id);
      return (await readComparison(portal.deps, request!)).map((row) => ({
        ...{ field: row.field_key, state: row.state, theirs: row.theirs, now: row.now, delivery: row.delivery?.state ?? null },
      }));
    },
    decide: (request_id, field_key, decision, theirs) =>
      decideAnswer(
        portal.deps,
        { firm_id: house.firm_id, request_id },
        { field_key, decision, theirs },
        { member_id: house.ada, by: forms.by },
      ),
    by: {
      name: "Ada Marsh",
      tell: (trx, action, target, detail) =>
        audit(trx, { firm_id: house.firm_id, member_id: house.ada, name: "Ada Marsh", via: "session" }, action, target, detail),
    },
  };
  await forms.read();
  await house.firstSync();
  forms.person = (await portal.enter(addressOf("lucia", portal))).person;
  return forms;
}
