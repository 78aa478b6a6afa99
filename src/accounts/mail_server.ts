/**
 * The SMTP server that a firm's mail goes through: its own, whose password is sealed with the firm's key and never given back, before the
 * installation's. A host that somebody typed in must not lead into the machine's own network, unless the installation allows it.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { createSendMail, createSendMailTo, type MailConfig, type SendMail } from "../lib/mail.ts";
import { complaintAboutHost } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { putMailServer, readMailServer, resealMailPassword, type MailServerRow } from "./store_mail_server.ts";

type Db = Kysely<Tables>;

/** Where the password's box lies: it opens in no other firm, and not as another version. */
interface Place {
  firm_id: string;
  connection_id: "smtp";
  column: "smtp_password";
  token_version: number;
  key_id: string;
}

/** Locks with a firm's keys. */
export interface Sealer {
  keyId(firm_id: string): Promise<string>;
  seal(place: Place, text: string): Promise<Buffer>;
  open(place: Place, box: Buffer): Promise<string>;
}

export interface MailServerDeps {
  sealer: Sealer;
  /** The installation's, out of the environment; null: there is none. */
  installed: MailConfig | null;
  /** Servers in private networks and on this machine too, and any port. */
  allow_local: boolean;
}

export interface NewMailServer extends Pick<MailServerRow, "host" | "port" | "security" | "username" | "from_address"> {
  /** Left out: the one that is kept stays, for as long as it goes to the same server and name. */
  password?: string | undefined;
}

/** Where mail is handed in; anything else is some other service (RFC 8314 §3.3, RFC 5321 §4.5.4.2). */
const SUBMISSION_PORTS = [465, 587, 2525, 25];

/** What is wrong with it, by the field; null: nothing. */
export function complaintAboutServer(
  { host, port, security, username }: Pick<NewMailServer, "host" | "port" | "security" | "username">,
  allow_local: boolean,
): { path: string; message: string } | null {
  const about_host = complaintAboutHost(host, allow_local);
  if (about_host !== null) return { path: "host", message: about_host };
  if (!allow_local && !SUBMISSION_PORTS.includes(port)) return { path: "port", message: `must be one of ${SUBMISSION_PORTS.join(", ")}` };
  if (!allow_local && security === "none" && username !== "")
    return { path: "security", message: "must be encrypted where a password is sent" };
  return null;
}

/** In the transaction of its audit entry. False: no password was given, and the one that is kept belongs to another server or name. */
export async function setMailServer(
  db: Db,
  sealer: Sealer,
  firm_id: string,
  given: NewMailServer,
  by: { name: string; at: string },
): Promise<boolean> {
  const { host, port, security, username, from_address, password } = given;
  const known = await readMailServer(db, firm_id);
  const secret_version = (known?.secret_version ?? 0) + 1;
  const keeps = password === undefined || password === "";
  if (username !== "" && keeps && !(known?.password && known.host === host && known.username === username)) return false;
  const text = username === "" ? null : keeps ? await passwordOf(sealer, known!) : password;
  const key_id = text === null ? null : await sealer.keyId(firm_id);
  const box = text === null ? null : await sealer.seal(placeOf({ firm_id, secret_version, key_id: key_id! }), text);
  const row = { firm_id, host, port, security, username, key_id, secret_version, password: box, from_address };
  await putMailServer(db, { ...row, updated_at: by.at, updated_by: by.name });
  return true;
}

/** The firm's own server, else the installation's; null: there is neither. */
export async function senderFor(db: Db, deps: MailServerDeps, firm_id: string): Promise<SendMail | null> {
  const row = await readMailServer(db, firm_id);
  if (!row) return deps.installed && createSendMail(deps.installed);
  const { host, port, security, username, from_address } = row;
  const password = await passwordOf(deps.sealer, row);
  return createSendMailTo(
    { host, port, security, from: from_address, login: password === null ? null : { username, password: new Secret(password) } },
    deps.allow_local,
  );
}

/** As whom its letters leave; null: there is no server. */
export async function fromFor(db: Db, { installed }: Pick<MailServerDeps, "installed">, firm_id: string): Promise<string | null> {
  return (await readMailServer(db, firm_id))?.from_address ?? installed?.from ?? null;
}

/** The password into a box of the firm's newest key; gives how many there were. */
export async function resealMailServer(db: Db, sealer: Sealer, firm_id: string): Promise<number> {
  for (;;) {
    const row = await readMailServer(db, firm_id);
    if (!row?.password) return 0;
    const key_id = await sealer.keyId(firm_id);
    if (row.key_id === key_id) return 1;
    const password = await sealer.seal(placeOf({ ...row, key_id }), (await passwordOf(sealer, row))!);
    if (await resealMailPassword(db, row, { key_id, password })) return 1;
  }
}

const passwordOf = async (sealer: Sealer, row: MailServerRow): Promise<string | null> =>
  row.password === null || row.key_id === null ? null : sealer.open(placeOf({ ...row, key_id: row.key_id }), row.password);

const placeOf = ({ firm_id, secret_version, key_id }: { firm_id: string; secret_version: number; key_id: string }): Place => ({
  ...{ firm_id, key_id, connection_id: "smtp", column: "smtp_password" },
  token_version: secret_version,
});
