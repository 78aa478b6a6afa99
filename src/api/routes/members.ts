/** Who belongs to the firm, who is invited, and what each may do. */
import { z } from "@hono/zod-openapi";
import { changeMember, withdrawInvitation } from "../../accounts/administer.ts";
import { invite } from "../../accounts/sign_up.ts";
import { readStanding } from "../../accounts/store_standing.ts";
import { listInvitations } from "../../accounts/store_invitations.ts";
import { listMembers } from "../../accounts/store_members.ts";
import { actorOf } from "../actor.ts";
import {
  changeMemberSchema,
  doneSchema,
  invitationListSchema,
  invitedSchema,
  inviteSchema,
  memberRowListSchema,
  memberStandingSchema,
  memberRowSchema,
} from "../contract/accounts.ts";
import { idParam } from "../contract/common.ts";
import * as examples from "../contract/examples_accounts.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Members"];
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;

const memberParams = z.object({ member_id: idParam("member_id", "The member's id") });
const invitationParams = z.object({ invitation_id: idParam("invitation_id", "The invitation's id") });

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/members",
  operationId: "listMembers",
  tags,
  summary: "The firm's members in Privity",
  description: "Whoever can own contacts, and whether they can sign in.",
  responses: { 200: json(memberRowListSchema, "All of them, by name", { items: [examples.memberRow] }), ...problemResponses() },
});

const changeRoute = createRoute({
  method: "patch",
  path: "/api/v1/members/{member_id}",
  operationId: "changeMember",
  tags,
  summary: "Change a member's role, or shut them out",
  description:
    "Who is not active any more is signed out at once, their API keys stop working, and who owns what is worked out anew. A firm keeps one admin who can sign in.",
  request: { params: memberParams, ...body(changeMemberSchema, { role: "admin" }) },
  responses: { 200: json(memberRowSchema, "The member", examples.memberRow), ...problemResponses(...always, "not-found", "last-admin") },
});

const standingRoute = createRoute({
  method: "get",
  path: "/api/v1/members/{member_id}/standing",
  operationId: "readMemberStanding",
  tags,
  summary: "What hangs on a member",
  description:
    "To be looked at before somebody is shut out: contacts that they own go to whoever the rules name next (B-OWN-3), pins to them are kept and count again once they are back, their keys stop, what they logged goes on by the way that the settings allow.",
  request: { params: memberParams },
  responses: {
    200: json(memberStandingSchema, "Counts", { contacts: 214, pins: 3, waiting: 2, api_keys: 1, connections: 1, last_admin: false }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const resendRoute = createRoute({
  method: "post",
  path: "/api/v1/invitations/{invitation_id}/resend",
  operationId: "resendInvitation",
  tags,
  summary: "Invite once more",
  description: "Mails a new link that is good for seven days and gives it here too. The one before is no longer good.",
  request: { params: invitationParams },
  responses: { 201: json(invitedSchema, "It is on its way", examples.invited), ...problemResponses(...always, "not-found") },
});

const invitationsRoute = createRoute({
  method: "get",
  path: "/api/v1/invitations",
  operationId: "listInvitations",
  tags,
  summary: "Open invitations",
  description: "Neither accepted, revoked nor expired.",
  responses: { 200: json(invitationListSchema, "All of them, the latest first", { items: [examples.invitation] }), ...problemResponses() },
});

const inviteRoute = createRoute({
  method: "post",
  path: "/api/v1/invitations",
  operationId: "invite",
  tags,
  summary: "Invite somebody",
  description:
    "Mails a link that is good for seven days and gives it here too. The person is a member from now on and may own contacts; by the link they choose a password.",
  request: body(inviteSchema, { name: examples.invitation.name, email: examples.invitation.email, role: "member" }),
  responses: { 201: json(invitedSchema, "It is on its way", examples.invited), ...problemResponses(...always, "email-taken") },
});

const revokeRoute = createRoute({
  method: "post",
  path: "/api/v1/invitations/{invitation_id}/revoke",
  operationId: "revokeInvitation",
  tags,
  summary: "Take an invitation back",
  description: "Its link is no longer good. The member stays; shut them out by `active` if need be.",
  request: { params: invitationParams },
  responses: { 200: json(doneSchema, "It is done", { done: true }), ...problemResponses(...always, "not-found") },
});

export function memberRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();
  app.openapi(listRoute, async (c) => {
    const { firm_id, role } = actorOf(c);
    const members = await listMembers(db, firm_id, now());
    // Whose password alone would do is nobody's business who cannot change it.
    return c.json({ items: role === "admin" ? members : members.map((member) => ({ ...member, second_factor: null })) }, 200);
  });
  app.openapi(changeRoute, async (c) => {
    const { member_id } = c.req.valid("param");
    const actor = actorOf(c);
    await changeMember(deps.accounts, actor, member_id, c.req.valid("json"));
    await deps.actions.membersChanged(actor.firm_id, member_id);
    const member = (await listMembers(db, actor.firm_id, now())).find((each) => each.member_id === member_id);
    if (!member) throw new Problem("not-found", `There is no member ${member_id}.`);
    return c.json(member, 200);
  });
  app.openapi(standingRoute, async (c) => {
    const { member_id } = c.req.valid("param");
    const standing = await readStanding(db, actorOf(c).firm_id, member_id, now());
    if (!standing) throw new Problem("not-found", `There is no member ${member_id}.`);
    return c.json(standing, 200);
  });
  app.openapi(resendRoute, async (c) => {
    const actor = actorOf(c);
    const { invitation_id } = c.req.valid("param");
    const known = (await listInvitations(db, actor.firm_id, now())).find((row) => row.invitation_id === invitation_id);
    if (!known) throw new Problem("not-found", `There is no open invitation ${invitation_id}.`);
    const { name, email, role } = known;
    const invited = await invite(deps.accounts, actor, { name, email, role });
    deps.actions.deliverMail();
    return c.json(invited, 201);
  });
  app.openapi(invitationsRoute, async (c) => {
    const rows = await listInvitations(db, actorOf(c).firm_id, now());
    return c.json({ items: rows.map(({ firm_id: _firm_id, firm: _firm, ...row }) => row) }, 200);
  });
  app.openapi(inviteRoute, async (c) => {
    const actor = actorOf(c);
    const invited = await invite(deps.accounts, actor, c.req.valid("json"));
    await deps.actions.membersChanged(actor.firm_id, invited.member_id);
    deps.actions.deliverMail();
    return c.json(invited, 201);
  });
  app.openapi(revokeRoute, async (c) => {
    await withdrawInvitation(deps.accounts, actorOf(c), c.req.valid("param").invitation_id);
    return c.json({ done: true as const }, 200);
  });
}
