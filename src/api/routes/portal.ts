/** Members look after the portal: who may come in, whose a shared address is, what clients were told and what needs a look. */
import { audit } from "../../accounts/store_audit.ts";
import { invite, nameAddress, revoke, type By, type Whom } from "../../portal/manage.ts";
import { settleNotice } from "../../portal/manage_notices.ts";
import { listNotices } from "../../portal/store_notices.ts";
import { listPeople, listSharedAddresses } from "../../portal/store_people.ts";
import { PortalRefused } from "../../portal/types.ts";
import { actorOf } from "../actor.ts";
import * as shapes from "../contract/portal_members.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Portal"];
const PORTAL = "/api/v1/portal";
const ONE = `${PORTAL}/people/{connection_id}/{provider_id}`;
const at = "2026-11-20T17:02:00.000Z";
const id = "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10";
const reading = problemResponses("invalid-request", "invalid-cursor");
const writing = problemResponses("invalid-request", "cross-site", "not-found", "unsupported-media-type");
const person = { connection_id: id, provider_id: "1042", name: "Lucía Rivera", email: "lucia@rivera.example", standing: "by_themselves" as const, matters: 1, last_seen_at: at, decided_by: null, decided_at: null }; // oxfmt-ignore
const address = { email: "family@rivera.example", contacts: [{ connection_id: id, provider_id: "1042", name: "Lucía Rivera", takes_part: true }], owner: null, answered_by: null, answered_at: null, open: true }; // oxfmt-ignore
const notice = { notice_id: id, connection_id: id, provider_id: "1042", name: "Lucía Rivera", matter_id: "5012", kind: "phase" as const, state: "needs_review" as const, reason: "unknown", since: at, created_at: at, due_at: null, address: "lucia@rivera.example", subject: "There is news", error: "read ECONNRESET", sent_at: null }; // oxfmt-ignore

const routes = {
  people: createRoute({ method: "get", path: `${PORTAL}/people`, operationId: "listPortalPeople", tags, summary: "Who could come into the portal", description: "Participants of matters that are shown, and whoever was let in or shut out by hand, with how each stands; by name.", request: { query: shapes.portalPeopleQuery }, responses: { 200: json(shapes.portalPeopleSchema, "A page of people", { items: [person], next: null }), ...reading } }),
  invite: createRoute({ method: "put", path: ONE, operationId: "inviteToPortal", tags, summary: "Invite a contact", description: "Lets them in by one of their addresses, also where others have it too, and writes to them where the page is. The letter signs nobody in.", request: { params: shapes.portalPersonParams, ...body(shapes.inviteSchema, { address: "family@rivera.example", language: "en" }) }, responses: { 200: json(shapes.invitedSchema, "Invited", { invited: true }), ...writing } }),
  revoke: createRoute({ method: "delete", path: ONE, operationId: "revokeFromPortal", tags, summary: "Shut a contact out", description: "Their sessions and links end at once. No rule lets them in again; an invitation does.", request: { params: shapes.portalPersonParams }, responses: { 200: json(shapes.revokedSchema, "Shut out", { revoked: true }), ...writing } }),
  addresses: createRoute({ method: "get", path: `${PORTAL}/addresses`, operationId: "listSharedAddresses", tags, summary: "Addresses that several contacts have", description: "They let nobody in until a member has said whose each is.", request: { query: shapes.sharedAddressQuery }, responses: { 200: json(shapes.sharedAddressPageSchema, "A page of addresses", { items: [address], next: null }), ...reading } }),
  name: createRoute({ method: "put", path: `${PORTAL}/addresses`, operationId: "nameSharedAddress", tags, summary: "Say whose an address is", description: "That contact comes in by it; the others do not. When somebody more has it, it is asked again.", request: body(shapes.nameAddressSchema, { address: "family@rivera.example", contact: { connection_id: id, provider_id: "1042" } }), responses: { 200: json(shapes.namedSchema, "Kept, with who said so and when", { named: true }), ...writing } }),
  notices: createRoute({ method: "get", path: `${PORTAL}/notices`, operationId: "listClientNotices", tags, summary: "What clients were told", description: "And what was not sent, and why. The latest first.", request: { query: shapes.noticeQuery }, responses: { 200: json(shapes.clientNoticePageSchema, "A page of notices", { items: [notice], next: null }), ...reading } }),
  settle: createRoute({ method: "post", path: `${PORTAL}/notices/{notice_id}`, operationId: "settleClientNotice", tags, summary: "Decide about a notice", description: "Of which nobody knows whether it left, or that was refused.", request: { params: shapes.noticeParams, ...body(shapes.settleNoticeSchema, { outcome: "again" }) }, responses: { 200: json(shapes.namedSchema, "Decided", { named: true }), ...writing, ...problemResponses("not-now") } }),
}; // oxfmt-ignore

export function portalRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const by = (c: Parameters<typeof actorOf>[0]): By => {
    const actor = actorOf(c);
    return {
      name: actor.name,
      at: deps.clock.now().toISOString(),
      tell: (trx, action, target, detail) => audit(trx, actor, action, target, detail),
    };
  };
  /** Of a connection of the firm that asks. */
  async function whom(c: Parameters<typeof actorOf>[0], of: { connection_id: string; provider_id: string }): Promise<Whom> {
    const { firm_id, connection_id } = await openConnection(deps, c, of.connection_id);
    return { firm_id, connection_id, contact_id: of.provider_id };
  }

  app.openapi(routes.people, async (c) => {
    const { after, limit, standing } = c.req.valid("query");
    const [sort_name, connection_id, contact_id] = readCursor(after, [anyText, anyText, anyText]) ?? [];
    const position = sort_name === undefined ? null : { sort_name, connection_id: connection_id!, contact_id: contact_id! };
    const rows = await listPeople(db, actorOf(c).firm_id, { standing: standing ?? null, after: position, limit });
    const { items, next } = page(rows, limit, (row) => [row.sort_name, row.connection_id, row.contact_id]);
    return c.json({ items: items.map(({ sort_name: _sort, contact_id: provider_id, ...row }) => ({ ...row, provider_id })), next }, 200);
  });
  app.openapi(routes.invite, async (c) => {
    const { address: email, language } = c.req.valid("json");
    await said("address", invite(deps.portal, await whom(c, c.req.valid("param")), { email, language }, by(c)));
    return c.json({ invited: true as const }, 200);
  });
  app.openapi(routes.revoke, async (c) => {
    if (!(await revoke(deps.portal, await whom(c, c.req.valid("param")), by(c))))
      throw new Problem("not-found", "There is no such contact, or they are shut out already.");
    return c.json({ revoked: true as const }, 200);
  });
  app.openapi(routes.addresses, async (c) => {
    const { after, limit } = c.req.valid("query");
    const rows = await listSharedAddresses(db, actorOf(c).firm_id, readCursor(after, [anyText])?.[0] ?? "", limit);
    const { items, next } = page(rows, limit, (row) => [row.email]);
    const known = ({ connection_id, contact_id }: { connection_id: string; contact_id: string }) => ({
      connection_id,
      provider_id: contact_id,
    });
    return c.json(
      {
        items: items.map(({ contacts, owner, ...row }) => ({
          ...row,
          contacts: contacts.map((one) => ({ ...known(one), name: one.name, takes_part: one.takes_part })),
          owner: owner && known(owner),
        })),
        next,
      },
      200,
    );
  });
  app.openapi(routes.name, async (c) => {
    const { address: email, contact } = c.req.valid("json");
    const { firm_id } = actorOf(c);
    const of = contact === null ? { firm_id, connection_id: "", contact_id: null } : await whom(c, contact);
    await said("contact", nameAddress(deps.portal, of, email, by(c)));
    return c.json({ named: true as const }, 200);
  });
  app.openapi(routes.notices, async (c) => {
    const { after, limit, state } = c.req.valid("query");
    const before = readCursor(after, [anyText])?.[0] ?? null;
    const of = { states: state ? [state] : [], contact: null, before, limit: limit + 1 };
    const { items, next } = page(await listNotices(db, actorOf(c).firm_id, of), limit, (row) => [row.notice_id]);
    return c.json(
      {
        items: items.map((row) => ({
          ...{ notice_id: row.notice_id, connection_id: row.connection_id, provider_id: row.contact_id, name: row.contact_name },
          ...{
            matter_id: row.matter_id,
            kind: row.kind,
            state: row.state,
            reason: row.reason,
            since: row.since,
            created_at: row.created_at,
          },
          ...{ due_at: row.due_at, address: row.address, subject: row.subject, error: row.error, sent_at: row.sent_at },
        })),
        next,
      },
      200,
    );
  });
  app.openapi(routes.settle, async (c) => {
    const { notice_id } = c.req.valid("param");
    const { firm_id } = actorOf(c);
    const [row] = await listNotices(db, firm_id, { states: [], contact: null, before: null, limit: 1, notice_id });
    if (!row) throw new Problem("not-found", `There is no notice ${notice_id}.`);
    if (!(await settleNotice(deps.portal, firm_id, notice_id, c.req.valid("json").outcome, by(c))))
      throw new Problem("not-now", "The notice is in another state by now.");
    return c.json({ named: true as const }, 200);
  });
}

/** What the portal refuses to a member, as what is wrong with the request. */
async function said(path: string, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof PortalRefused)) throw error;
    if (error.code === "not_found") throw new Problem("not-found", "No contact has this address.");
    throw new Problem("invalid-request", error.message, { errors: [{ path, message: error.message }] });
  });
}
