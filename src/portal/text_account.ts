/**
 * A firm's account with the provider of texts: set by an admin, its secrets sealed with the firm's key and never given back. The token signs what
 * the provider delivers, so it is needed also where requests go with an API key.
 */
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import type { Fetch } from "../model/connector.ts";
import type { TextProvider } from "../texting/provider.ts";
import { twilio } from "../texting/twilio.ts";
import { putTextAccount, readTextAccount, resealTextSecrets, type TextAccountRow } from "./store_text_account.ts";
import type { PortalDb } from "./types.ts";

/** Where a secret's box lies: it opens in no other firm, and not as another version. */
interface Place {
  firm_id: string;
  connection_id: "texts";
  column: "text_auth_token" | "text_key_secret";
  token_version: number;
  key_id: string;
}

export interface TextSealer {
  keyId(firm_id: string): Promise<string>;
  seal(place: Place, text: string): Promise<Buffer>;
  open(place: Place, box: Buffer): Promise<string>;
}

export interface TextingDeps {
  sealer: TextSealer;
  /** Where the provider's API is. */
  provider_url: string;
  fetch: Fetch;
}

export interface NewTextAccount extends Pick<TextAccountRow, "account_sid" | "api_key_sid" | "sender" | "service_sid"> {
  /** Left out: what is kept stays, as long as it is for the same account or key. */
  auth_token?: string | undefined;
  api_key_secret?: string | undefined;
}

/** In the transaction of its audit entry; from then on texts go. Gives the field whose secret is missing; null: it is kept. */
export async function setTextAccount(
  trx: PortalDb,
  sealer: TextSealer,
  firm_id: string,
  given: NewTextAccount,
  by: { name: string; at: string },
): Promise<"auth_token" | "api_key_secret" | null> {
  const known = await readTextAccount(trx, firm_id);
  const kept = known === null ? null : await secretsOf(sealer, known);
  const auth_token = given.auth_token || (known?.account_sid === given.account_sid ? kept!.auth_token : "");
  const api_key_secret = given.api_key_secret || (known?.api_key_sid === given.api_key_sid ? (kept!.api_key_secret ?? "") : "");
  if (auth_token === "") return "auth_token";
  if (given.api_key_sid !== "" && api_key_secret === "") return "api_key_secret";
  const { account_sid, api_key_sid, sender, service_sid } = given;
  const at = { firm_id, secret_version: (known?.secret_version ?? 0) + 1, key_id: await sealer.keyId(firm_id) };
  await putTextAccount(trx, {
    ...{ ...at, account_sid, api_key_sid, sender, service_sid, hook_id: known?.hook_id ?? newId(), sending: true },
    ...(await boxesOf(sealer, at, { auth_token, api_key_secret: api_key_sid === "" ? null : api_key_secret })),
    ...{ updated_at: by.at, updated_by: by.name },
  });
  return null;
}

/** Null: the firm has set nothing up, or switched it off. */
export async function providerFor(db: PortalDb, deps: TextingDeps, firm_id: string): Promise<TextProvider | null> {
  const row = await readTextAccount(db, firm_id);
  return row?.sending ? providerOf(deps, row) : null;
}

export async function providerOf({ sealer, provider_url, fetch }: TextingDeps, row: TextAccountRow): Promise<TextProvider> {
  const { auth_token, api_key_secret } = await secretsOf(sealer, row);
  const login = api_key_secret === null ? [row.account_sid, auth_token] : [row.api_key_sid, api_key_secret];
  const sender = row.service_sid === "" ? { number: row.sender } : { service_sid: row.service_sid };
  const account = { account_sid: row.account_sid, username: login[0]!, password: new Secret(login[1]!), sender };
  return twilio(account, { url: provider_url, fetch });
}

/** What the provider's deliveries are signed with. */
export const tokenOf = async (sealer: TextSealer, row: TextAccountRow): Promise<Secret> =>
  new Secret((await secretsOf(sealer, row)).auth_token);

export const hookUrl = (url: string, { hook_id }: Pick<TextAccountRow, "hook_id">): string => `${url}/hooks/texts/${hook_id}`;
export const statusUrl = (url: string, row: Pick<TextAccountRow, "hook_id">, text_id: string): string =>
  `${hookUrl(url, row)}/status/${text_id}`;

/** The secrets into boxes of the firm's newest key; gives how many accounts there were. */
export async function resealTextAccount(db: PortalDb, sealer: TextSealer, firm_id: string): Promise<number> {
  for (;;) {
    const row = await readTextAccount(db, firm_id);
    if (row === null) return 0;
    const key_id = await sealer.keyId(firm_id);
    if (row.key_id === key_id) return 1;
    const boxes = await boxesOf(sealer, { ...row, key_id }, await secretsOf(sealer, row));
    if (await resealTextSecrets(db, row, { key_id, ...boxes })) return 1;
  }
}

interface Secrets {
  auth_token: string;
  api_key_secret: string | null;
}
type At = Pick<TextAccountRow, "firm_id" | "secret_version" | "key_id">;

const placeOf = (at: At, column: Place["column"]): Place => ({
  ...{ firm_id: at.firm_id, key_id: at.key_id, connection_id: "texts", column },
  token_version: at.secret_version,
});

async function secretsOf(sealer: TextSealer, row: TextAccountRow): Promise<Secrets> {
  return {
    auth_token: await sealer.open(placeOf(row, "text_auth_token"), row.auth_token),
    api_key_secret: row.api_key_secret === null ? null : await sealer.open(placeOf(row, "text_key_secret"), row.api_key_secret),
  };
}

async function boxesOf(sealer: TextSealer, at: At, secrets: Secrets): Promise<{ auth_token: Buffer; api_key_secret: Buffer | null }> {
  return {
    auth_token: await sealer.seal(placeOf(at, "text_auth_token"), secrets.auth_token),
    api_key_secret: secrets.api_key_secret === null ? null : await sealer.seal(placeOf(at, "text_key_secret"), secrets.api_key_secret),
  };
}
