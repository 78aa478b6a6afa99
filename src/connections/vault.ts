/** The keys of the firms, unlocked while the program runs: one data key per firm, made at its first token. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { randomBytes } from "node:crypto";
import type { Db } from "../db/pool.ts";
import { ConfigError, decodeKey, type Config } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { kekOf, newDataKey, open, seal, unwrapKey, wrapKey, type Kek, type Place } from "./envelope.ts";
import { insertFirmKey, newestFirmKey, readFirmKey, type FirmKeyRow } from "./store_grants.ts";

export interface Vault {
  /** The key that new tokens of the firm are locked with. */
  keyId(firm_id: string): Promise<string>;
  seal(place: Place, text: string): Promise<Buffer>;
  open(place: Place, box: Buffer): Promise<string>;
}

export async function openVault(db: Pick<Db, "kysely">, config: Pick<Config, "secret_key" | "secret_key_file">): Promise<Vault> {
  const kek = await readKek(config);
  const unlocked = new Map<string, Buffer>();
  const current = new Map<string, string>();

  const unlock = (row: FirmKeyRow): Buffer => {
    if (row.kek_id !== kek.kek_id) throw new ConfigError(WRONG_KEY);
    const key = unwrapKey(kek, row, row.wrapped);
    unlocked.set(row.key_id, key);
    return key;
  };
  const keyOf = async ({ firm_id, key_id }: Pick<Place, "firm_id" | "key_id">) =>
    unlocked.get(key_id) ?? unlock(await readFirmKey(db, firm_id, key_id));

  return {
    async keyId(firm_id) {
      const known = current.get(firm_id);
      if (known) return known;
      const row = (await newestFirmKey(db, firm_id)) ?? (await createKey(db, kek, firm_id));
      unlock(row);
      current.set(firm_id, row.key_id);
      return row.key_id;
    },
    seal: async (place, text) => seal(await keyOf(place), place, text),
    open: async (place, box) => open(await keyOf(place), place, box),
  };
}

const WRONG_KEY =
  "The tokens in this database were locked with another key than the one given: set PRIVITY_SECRET_KEY (or its file) to the one they were locked with, or connect the firms again";

/** Two processes may each make one; both stay readable, since every token names its key. */
async function createKey(db: Pick<Db, "kysely">, kek: Kek, firm_id: string): Promise<FirmKeyRow> {
  const key_id = newId();
  const row = { firm_id, key_id, kek_id: kek.kek_id, wrapped: wrapKey(kek, { firm_id, key_id }, newDataKey()) };
  await insertFirmKey(db, row);
  return row;
}

/** From the environment; else from a file that only its owner can read, made at the first start. */
async function readKek(config: Pick<Config, "secret_key" | "secret_key_file">): Promise<Kek> {
  if (config.secret_key) return checked(config.secret_key.reveal(), "PRIVITY_SECRET_KEY");
  const file = config.secret_key_file;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await chmod(file, 0o600);
  }
  return checked(await readFile(file, "utf8"), file);
}

function checked(text: string, where: string): Kek {
  const key = decodeKey(text);
  if (!key) throw new ConfigError(`${where}: must be 32 random bytes in base64 or hex`);
  return kekOf(key);
}
