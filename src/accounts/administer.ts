/** What an admin does to the firm, members, invitations and keys; each is in the audit log in the same transaction. */
import { newId } from "../lib/ids.ts";
import type { Actor, Role, Scope } from "../model/actor.ts";
import { AccountRefused, type AccountDeps } from "./deps.ts";
import { insertApiKey, readApiKey, revokeApiKey, type ApiKeyRow } from "./store_api_keys.ts";
import { audit } from "./store_audit.ts";
import { putFirmSettings, readFirmSettings, type FirmSettings } from "./store_firms.ts";
import { revokeInvitation } from "./store_invitations.ts";
import { lockAdmins, readMember, updateMember } from "./store_members.ts";
import { deleteSessions } from "./store_users.ts";
import { hashOf, newApiKey, prefixOf } from "./tokens.ts";

const missing = (what: string, id: string) => new AccountRefused("not-found", `There is no ${what} ${id}.`);

/** Whoever is shut out loses sessions at once, and keys for as long as it lasts. A firm never loses its last admin. */
export async function changeMember(
  { db }: AccountDeps,
  actor: Actor,
  member_id: string,
  change: { role?: Role | undefined; active?: boolean | undefined },
): Promise<void> {
  await db.transaction(async (trx) => {
    const admins = await lockAdmins(trx, actor.firm_id);
    const member = await readMember(trx, actor.firm_id, member_id);
    if (!member) throw missing("member", member_id);
    const to = { role: change.role ?? member.role, active: change.active ?? member.active };
    if (admins.length === 1 && admins[0] === member_id && !(to.role === "admin" && to.active))
      throw new AccountRefused("last-admin", `${member.name} is the last admin of the firm.`);
    await updateMember(trx, actor.firm_id, member_id, to);
    if (!to.active && member.user_id) await deleteSessions(trx, member.user_id);
    await audit(trx, actor, "member.change", member_id, { before: { role: member.role, active: member.active }, after: to });
  });
}

/** What is left out stays. */
export async function changeFirm(
  { db }: AccountDeps,
  actor: Actor,
  { name, time_zone, country, keep_history_days }: { [Field in keyof FirmSettings]?: FirmSettings[Field] | undefined },
): Promise<void> {
  await db.transaction(async (trx) => {
    await lockAdmins(trx, actor.firm_id); // one change after the other
    const before = await readFirmSettings(trx, actor.firm_id);
    const after = {
      name: name ?? before.name,
      time_zone: time_zone ?? before.time_zone,
      country: country ?? before.country,
      keep_history_days: keep_history_days ?? before.keep_history_days,
    };
    await putFirmSettings(trx, actor.firm_id, after);
    await audit(trx, actor, "firm.change", actor.firm_id, { before, after });
  });
}

export async function withdrawInvitation({ db, clock }: AccountDeps, actor: Actor, invitation_id: string): Promise<void> {
  await db.transaction(async (trx) => {
    if (!(await revokeInvitation(trx, actor.firm_id, invitation_id, clock.now().toISOString())))
      throw missing("open invitation", invitation_id);
    await audit(trx, actor, "invitation.revoke", invitation_id);
  });
}

export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  /** Null: until it is revoked. */
  expires_in_days: number | null;
}

/** The key is given here and never again. It belongs to the member who makes it. */
export async function createApiKey(
  { db, clock }: AccountDeps,
  actor: Actor & { member_id: string },
  input: NewKey,
): Promise<{ api_key: ApiKeyRow; key: string }> {
  const key = newApiKey();
  const now = clock.now();
  const row = {
    firm_id: actor.firm_id,
    member_id: actor.member_id,
    api_key_id: newId(clock),
    name: input.name,
    prefix: prefixOf(key),
    key_hash: hashOf(key),
    scopes: [...new Set(input.scopes)],
    created_at: now.toISOString(),
    expires_at: input.expires_in_days === null ? null : new Date(now.getTime() + input.expires_in_days * 86_400_000).toISOString(),
  };
  return db.transaction(async (trx) => {
    await insertApiKey(trx, row);
    await audit(trx, actor, "api_key.create", row.api_key_id, { name: row.name, scopes: row.scopes, expires_at: row.expires_at });
    const api_key = await readApiKey(trx, actor.firm_id, row.api_key_id);
    if (!api_key) throw new Error("a key that was just kept is not there");
    return { api_key, key };
  });
}

export async function withdrawApiKey({ db, clock }: AccountDeps, actor: Actor, api_key_id: string): Promise<ApiKeyRow> {
  return db.transaction(async (trx) => {
    if (!(await revokeApiKey(trx, actor.firm_id, api_key_id, clock.now().toISOString()))) throw missing("key in use", api_key_id);
    await audit(trx, actor, "api_key.revoke", api_key_id);
    const row = await readApiKey(trx, actor.firm_id, api_key_id);
    if (!row) throw missing("key", api_key_id);
    return row;
  });
}
