/** The sandbox's answers against Clio's own OpenAPI document, which is not ours to publish: it lies beside the repository where it is at hand. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadOpenApi, unexplained } from "../kit/openapi_check.ts";
import type { Exception } from "../kit/openapi_check.ts";
import { asked, createTestSandbox } from "./testing.ts";

const DOCUMENT = fileURLToPath(new URL("../../../shared/vendors/clio-openapi.json", import.meta.url));

/** Where the sandbox is meant to differ from the document that we have. */
const EXCEPTIONS: Exception[] = [
  { line: /^null /, reason: "The document marks nothing as nullable; blank fields are null in practice" },
  { line: /^unknown meta$/, reason: "Lists carry meta.paging by the paging guide, which the document leaves out" },
  { line: /^unknown data\.\*?\.?(.*\.)?responsible_staff$/, reason: "Missing in this document, present in the newer one (clio.md 8.2)" },
  {
    line: /custom_field_values\.\*\.value: must be string$/,
    reason: "Native JSON types of values are reported by others (clio.md 8.6); a switch",
  },
  {
    line: /phone_numbers\.\*\.name: must be equal/,
    reason: "Read and write enumerations differ; labels are free text in practice (clio.md 8.1)",
  },
  { line: /date_of_birth: must match format/, reason: "The imaginary firm holds birthdays that cannot be read, on purpose (B-KEY-3)" },
];

const CHILD = "id,etag,created_at,updated_at";
const ADDRESS = `${CHILD},name,street,city,province,postal_code,country,primary`;
const VALUES = `custom_field_values{${CHILD},field_name,field_type,field_required,field_displayed,field_display_order,value,soft_deleted,custom_field,picklist_option,matter,contact}`;
const PERSON = "id,etag,name,first_name,middle_name,last_name,date_of_birth,type,created_at,updated_at,prefix,title,initials,is_client";
const USER = "id,etag,name,first_name,last_name,email,enabled,subscription_type,roles,time_zone,initials,phone_number,rate,account_owner";

const CONTACT = [
  `${PERSON},clio_connect_email,locked_clio_connect_email,client_connect_user_id,primary_email_address,secondary_email_address`,
  "primary_phone_number,secondary_phone_number,ledes_client_id,has_clio_for_clients_permission,is_clio_for_client_user,is_co_counsel,is_bill_recipient",
  `sales_tax_number,currency,company{${PERSON}},addresses{${ADDRESS}},email_addresses{${CHILD},name,address,primary}`,
  `phone_numbers{${CHILD},name,number,primary},web_sites{${CHILD},name,address,default_web_site},${VALUES}`,
  `custom_field_set_associations{${CHILD},display_order},primary_address{${ADDRESS}},secondary_address{${ADDRESS}},primary_work_address{${ADDRESS}}`,
  `primary_web_site{${CHILD},address},avatar{${CHILD},url},related_contacts{id},account_balances{id},folder{id}`,
].join(",");
const MATTER = [
  "id,etag,number,display_number,custom_number,currency,description,status,location,client_reference,client_id,billable,maildrop_address,billing_method",
  "open_date,close_date,pending_date,created_at,updated_at,shared,has_tasks,last_activity_date,matter_stage_updated_at",
  `client{${PERSON}},practice_area{${CHILD},name,code,category},matter_stage{${CHILD},name,order,practice_area_id},responsible_attorney{${USER}}`,
  `originating_attorney{${USER}},responsible_staff{id,name},user{${USER}},group{id,etag,name,type,updated_at,client_connect_user}`,
  `relationships{${CHILD},description},${VALUES},custom_field_set_associations{${CHILD},display_order}`,
].join(",");

const LISTS: Record<string, { path: string; fields: string }> = {
  contacts: { path: "contacts.json?limit=200&order=id(asc)", fields: CONTACT },
  companies: { path: "contacts.json?type=Company&email_only=false", fields: CONTACT },
  matters: { path: "matters.json?limit=200&order=id(asc)", fields: MATTER },
  "closed matters": { path: "matters.json?status=closed&order=updated_at(desc)", fields: MATTER },
  relationships: {
    path: "relationships.json?limit=200",
    fields: `${CHILD},description,matter{id,display_number,status},contact{${PERSON}}`,
  },
  users: {
    path: "users.json?limit=2000&enabled=true",
    fields: `${USER},created_at,updated_at,clio_connect,court_rules_default_attendee,default_calendar_id,account{${CHILD},name,state},groups{id,name},job_title{id,etag,name,initials},avatar{url},contact{id}`,
  },
  "practice areas": { path: "practice_areas.json?order=name(asc)", fields: `${CHILD},name,code,category` },
  "matter stages": { path: "matter_stages.json", fields: `${CHILD},name,order,practice_area_id` },
  "custom fields": {
    path: "custom_fields.json?parent_type=contact",
    fields: `${CHILD},name,parent_type,field_type,displayed,deleted,required,display_order,picklist_options{${CHILD},option,deleted_at}`,
  },
  "custom field sets": {
    path: "custom_field_sets.json?parent_type=Matter",
    fields: `${CHILD},name,parent_type,displayed,custom_fields{id,name,field_type}`,
  },
  groups: { path: "groups.json?type=UserGroup", fields: `id,etag,name,type,client_connect_user,updated_at,users{${USER}}` },
  webhooks: {
    path: "webhooks.json?order=id(asc)",
    fields: `${CHILD},url,fields,shared_secret,model,status,events,expires_at,user{${USER}}`,
  },
  notes: {
    path: "notes.json?type=Matter",
    fields: `${CHILD},type,subject,detail,detail_text_type,date,time_entries_count,matter{id},contact{id},author{${USER}}`,
  },
  communications: {
    path: "communications.json?order=id(asc)",
    fields: `${CHILD},type,subject,body,date,received_at,time_entries_count,user{id},matter{id},senders{id,type,name,identifier,secondary_identifier,enabled,initials,job_title_name},receivers{id,type},external_properties{${CHILD},name,value}`,
  },
  documents: {
    path: "documents.json?order=id(asc)&show_uncompleted=true",
    fields: `${CHILD},deleted_at,type,locked,name,received_at,filename,size,content_type,parent{${CHILD},name,root},matter{id},contact{id},creator{id,name},external_properties{name,value}`,
  },
  folders: { path: "folders.json", fields: `${CHILD},deleted_at,type,locked,name,root,parent{id,name},matter{id},contact{id}` },
};

const PEOPLE =
  "id,name,first_name,middle_name,last_name,type,created_at,updated_at,prefix,title,initials,primary_email_address,primary_phone_number,client_connect_user_id,company{id},email_addresses{address},phone_numbers{number}";
const SINGLES: Record<
  string,
  {
    path: (id: number) => string;
    table: "contacts" | "matters" | "relationships" | "users" | "practice_areas" | "custom_fields" | "groups" | "webhooks";
    fields: string;
  }
> = {
  "a contact": { path: (id) => `contacts/${id}.json`, table: "contacts", fields: CONTACT },
  "a matter": { path: (id) => `matters/${id}.json`, table: "matters", fields: MATTER },
  "a relationship": {
    path: (id) => `relationships/${id}.json`,
    table: "relationships",
    fields: `${CHILD},description,matter{id},contact{id}`,
  },
  "a user": { path: (id) => `users/${id}.json`, table: "users", fields: USER },
  "who am I": { path: () => "users/who_am_i.json", table: "users", fields: "id,name,email,time_zone,roles,account_owner,account{id,name}" },
  "a practice area": { path: (id) => `practice_areas/${id}.json`, table: "practice_areas", fields: `${CHILD},name` },
  "a custom field": {
    path: (id) => `custom_fields/${id}.json`,
    table: "custom_fields",
    fields: `${CHILD},name,picklist_options{id,option}`,
  },
  "a group": { path: (id) => `groups/${id}.json`, table: "groups", fields: "id,etag,name,type" },
  "a webhook": { path: (id) => `webhooks/${id}.json`, table: "webhooks", fields: "id,status,shared_secret,expires_at" },
  "a matter's people": {
    path: (id) => `matters/${id}/contacts.json`,
    table: "matters",
    fields: `${PEOPLE},etag,description,is_client,relationship_name,matter_id,matter_number,contact_created_at,contact_updated_at,relationship{id,description}`,
  },
  "a matter's related people": {
    path: (id) => `matters/${id}/related_contacts.json`,
    table: "matters",
    fields: `${PEOPLE},contact_id,is_matter_client`,
  },
  "a matter's client": { path: (id) => `matters/${id}/client.json`, table: "matters", fields: `${PEOPLE},date_of_birth,is_matter_client` },
};

function furnished() {
  const sandbox = createTestSandbox({ filling: { firm: "imaginary" } });
  const [matter] = sandbox.tables.matters.scan();
  const [contact] = sandbox.tables.contacts.scan();
  const [user] = sandbox.tables.users.scan();
  if (!matter || !contact || !user) throw new Error("The firm is empty");
  const on = { matter_id: matter.id, contact_id: null };
  sandbox.tables.notes.insert({
    ...on,
    type: "Matter",
    subject: "Call",
    detail: "She rang.",
    detail_text_type: "plain_text",
    date: "2026-09-01",
    author_id: user.id,
  });
  const external_properties = [{ id: 1, name: "privity", value: "17" }];
  sandbox.tables.communications.insert({
    type: "EmailCommunication",
    subject: "Hello",
    body: "Text",
    date: "2026-09-01",
    received_at: "2026-09-01T10:00:00.000Z",
    matter_id: matter.id,
    user_id: user.id,
    senders: [{ id: user.id, type: "User" }],
    receivers: [{ id: contact.id, type: "Contact" }],
    external_properties,
  });
  const folder = sandbox.tables.folders.insert({
    ...on,
    name: "Papers",
    root: true,
    deleted_at: null,
    parent_id: null,
    external_properties: [],
  });
  sandbox.tables.documents.insert({
    ...on,
    name: "Will",
    content_type: "application/pdf",
    filename: "will.pdf",
    received_at: null,
    deleted_at: null,
    fully_uploaded: true,
    parent_id: folder.id,
    creator_id: user.id,
    versions: [],
    external_properties,
  });
  return sandbox;
}

describe.skipIf(!existsSync(DOCUMENT))("answers against Clio's OpenAPI document (skipped where the document is not at hand)", () => {
  const document = existsSync(DOCUMENT) ? loadOpenApi([DOCUMENT]) : null;
  const check = async (sandbox: ReturnType<typeof createTestSandbox>, path: string) => {
    const { request, status, json } = await asked(sandbox, path);
    const lines = [...(document?.checkRequest(request) ?? []), ...(document?.checkResponse(request, status, json) ?? [])];
    return { status, json, lines: unexplained(request, lines, EXCEPTIONS) };
  };
  const withFields = (path: string, fields: string) => `${path}${path.includes("?") ? "&" : "?"}fields=${encodeURIComponent(fields)}`;

  test.each(Object.entries(LISTS))(
    "the list of %s is as described, with every field that Privity could ask",
    async (name, { path, fields }) => {
      const sandbox = furnished();
      if (name === "webhooks") await createHook(sandbox);
      const { status, json, lines } = await check(sandbox, withFields(path, fields));
      expect(status, JSON.stringify(json).slice(0, 300)).toBe(200);
      expect((json as { data: unknown[] }).data.length).toBeGreaterThan(0);
      expect(lines).toEqual([]);
    },
  );

  test.each(Object.entries(SINGLES))("%s, read by id, is as described", async (_name, { path, table, fields }) => {
    const sandbox = furnished();
    await createHook(sandbox);
    const [row] = sandbox.tables[table].scan() as Iterable<{ id: number }>;
    const { status, json, lines } = await check(sandbox, withFields(path(row?.id ?? 0), fields));
    expect(status, JSON.stringify(json).slice(0, 300)).toBe(200);
    expect(lines).toEqual([]);
  });

  test("errors have the described shape", async () => {
    const sandbox = furnished();
    for (const [path, expected] of [
      ["contacts?fields=nonsense", 400],
      ["contacts/999", 404],
    ] as const) {
      const { status, lines } = await check(sandbox, path);
      expect([status, lines]).toEqual([expected, []]);
    }
  });

  test("a generated firm's contacts and matters are as described", async () => {
    const sandbox = createTestSandbox({ filling: { firm: "generated", seed: 3, contacts: 400, matters: 200, relationships: 100 } });
    for (const [path, fields] of [
      ["contacts.json?limit=200", CONTACT],
      ["matters.json?limit=200", MATTER],
    ] as const) {
      const { status, lines } = await check(sandbox, withFields(path, fields));
      expect([status, lines]).toEqual([200, []]);
    }
  });
});

async function createHook(sandbox: ReturnType<typeof createTestSandbox>): Promise<void> {
  await asked(sandbox, "webhooks.json", {
    method: "POST",
    json: { data: { url: "https://receiver.example/hook", model: "contact", fields: "id,name" } },
  });
  await sandbox.settle();
}
