/** What the database itself remembers of tokens, and what the firm was told of dead ones. */
import type { Owner } from "../src/connections/store_grants.ts";
import type { Vault } from "../src/connections/vault.ts";
import type { Db } from "../src/db/pool.ts";

const WATCH = `
  create table if not exists stored_token (connection_id uuid not null, key_id uuid not null, token_version int not null, access_token bytea not null);
  create or replace function watch_token() returns trigger language plpgsql as $$
  begin
    insert into stored_token values (new.connection_id, new.key_id, new.token_version, new.access_token);
    return new;
  end $$;
  create or replace trigger watch_token after insert or update of access_token on connection_grant for each row execute function watch_token();`;

/** From now on the database keeps every token that is stored. */
export async function watchTokens(db: Pick<Db, "pool">): Promise<void> {
  await db.pool.query(WATCH);
}

/** A connection, and the tokens of it that are known to have been stored. */
export interface Stored {
  owner: Owner;
  told: Set<string>;
}

export async function wasStored(db: Pick<Db, "pool">, vault: Vault, { owner, told }: Stored, token: string): Promise<boolean> {
  if (told.has(token)) return true;
  const { rows } = await db.pool.query<{ key_id: string; token_version: number; access_token: Buffer }>(
    "select key_id, token_version, access_token from stored_token where connection_id = $1",
    [owner.connection_id],
  );
  for (const row of rows) told.add(await vault.open({ ...owner, ...row, column: "access_token" }, row.access_token));
  return told.has(token);
}

/** Of every dead connection the admin has one letter, and it has a reason. */
export async function unannounced(db: Pick<Db, "pool">, { firm_id, connection_id }: Owner, reason: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ notices: number; letters: number }>(
    `select (select count(*)::int from notice where connection_id = $1 and kind = 'disconnected') as notices,
      (select count(*)::int from mail where firm_id = $2 and subject like 'Privity has lost its access%') as letters`,
    [connection_id, firm_id],
  );
  const { notices, letters } = rows[0]!;
  if (notices !== 1 || letters !== 1) return [`I11: a dead connection was announced ${notices} times, by ${letters} letters`];
  return reason.length < 10 ? [`I12: a dead connection gives no reason: "${reason}"`] : [];
}
