/** The keys of the firms, unlocked while the program runs: one data key per firm, made at its first token. */
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hkdfSync, randomBytes } from "node:crypto";
import type { Db } from "../db/pool.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { ConfigError, decodeKey, type Config } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import { BoxError, kekOf as toKek, newDataKey, open, seal, unwrapKey, wrapKey, type Kek, type Place } from "./envelope.ts";
import {
  insertFirmKey,
  listFirmKeys,
  newestFirmKey,
  readFirmKey,
  readInstallationKey,
  rewrapFirmKey,
  rewrapInstallationKey,
  type FirmKeyRow,
} from "./store_grants.ts";

export interface Vault {
  /** Wraps every key of every firm anew, and gives each firm a new one for what is sealed from now on; gives the firms. */
  rotate(): Promise<string[]>;
  /** Wraps anew whatever lies under an earlier key; gives whose keys there are. */
  rewrap(): Promise<string[]>;
  /** The key that new tokens of the firm are locked with. */
  keyId(firm_id: string): Promise<string>;
  seal(place: Place, text: string): Promise<Buffer>;
  open(place: Place, box: Buffer): Promise<string>;
  /** A secret of the installation for another purpose than tokens, the same as long as the key is. */
  derive(purpose: string): Secret;
}

export type KeyConfig = Pick<Config, "secret_key" | "secret_key_file"> & Partial<Pick<Config, "secret_key_previous">>;

/** So long a data key stays in memory: one that was rotated away and destroyed opens nothing any more, in processes that run on neither. */
const UNLOCKED_MS = 60_000;

export async function openVault(db: Pick<Db, "kysely">, config: KeyConfig, clock: Clock = systemClock): Promise<Vault> {
  let keks = await readKeks(config);
  const unlocked = new Map<string, { key: Buffer; until: number }>();

  const kekOf = async (kek_id: string): Promise<Kek> => {
    const known = keks.find((kek) => kek.kek_id === kek_id);
    if (known) return known;
    // The key in a file may have been rotated while this process runs.
    keks = await readKeks(config);
    const found = keks.find((kek) => kek.kek_id === kek_id);
    if (!found) throw new ConfigError(WRONG_KEY);
    return found;
  };
  // Where it was locked with another key, that is told when it is first needed.
  const root = await installationKey(db, keks[0], kekOf).catch((error: unknown) => {
    if (error instanceof ConfigError) return null;
    throw error;
  });
  const unlock = async (row: FirmKeyRow): Promise<Buffer> => {
    const key = unwrapKey(await kekOf(row.kek_id), row, row.wrapped);
    unlocked.set(row.key_id, { key, until: clock.now().getTime() + UNLOCKED_MS });
    return key;
  };
  const keyOf = async ({ firm_id, key_id }: Pick<Place, "firm_id" | "key_id">) => {
    const now = clock.now().getTime();
    for (const [id, { until }] of unlocked) if (until <= now) unlocked.delete(id);
    return unlocked.get(key_id)?.key ?? unlock(await readFirmKey(db, firm_id, key_id));
  };
  /** The key in a file may have been exchanged since: what is wrapped under the one before would be lost with it. */
  const newestKek = async (): Promise<Kek> => (keks = await readKeks(config))[0];
  const rewrap = async (): Promise<string[]> => {
    await rewrapInstallationKey(db, async (row) => {
      const key = unwrapKey(await kekOf(row.kek_id), installation(row), row.wrapped);
      return { kek_id: keks[0].kek_id, wrapped: wrapKey(keks[0], installation(row), key) };
    });
    const firms = new Set<string>();
    for (const row of await listFirmKeys(db)) {
      firms.add(row.firm_id);
      if (row.kek_id === keks[0].kek_id) continue;
      await rewrapFirmKey(db, row, { kek_id: keks[0].kek_id, wrapped: wrapKey(keks[0], row, await unlock(row)) });
    }
    return [...firms];
  };

  return {
    // Asked anew each time: what is sealed after a rotation is sealed with the new key, by every process.
    async keyId(firm_id) {
      const row = (await newestFirmKey(db, firm_id)) ?? (await createKey(db, await newestKek(), firm_id));
      // Whoever seals in a transaction needs no second connection for it.
      await unlock(row);
      return row.key_id;
    },
    async rotate() {
      const firms = await rewrap();
      for (const firm_id of firms) {
        await createKey(db, keks[0], firm_id);
      }
      return firms;
    },
    rewrap,
    seal: async (place, text) => seal(await keyOf(place), place, text),
    open: async (place, box) => open(await keyOf(place), place, box),
    derive(purpose) {
      if (root === null) throw new ConfigError(WRONG_KEY);
      return new Secret(Buffer.from(hkdfSync("sha256", root, "", `privity ${purpose}`, 32)).toString("base64"));
    },
  };
}

/** How many firms have keys, and how many of the keys open with none of ours. */
export async function checkKeys(db: Pick<Db, "kysely">, config: KeyConfig): Promise<{ firms: number; locked: number }> {
  const keks = await readKeks(config);
  const rows = await listFirmKeys(db);
  const opens = (row: FirmKeyRow) => {
    const kek = keks.find(({ kek_id }) => kek_id === row.kek_id);
    try {
      return kek !== undefined && unwrapKey(kek, row, row.wrapped).length > 0;
    } catch (error) {
      if (error instanceof BoxError) return false;
      throw error;
    }
  };
  return { firms: new Set(rows.map((row) => row.firm_id)).size, locked: rows.filter((row) => !opens(row)).length };
}

const WRONG_KEY =
  "The tokens in this database were locked with another key than the one given: set PRIVITY_SECRET_KEY (or its file) to the one they were locked with, or connect the firms again";

/** What secrets of the whole installation are derived from: it stays when the key-encryption key is exchanged. Made at the first start. */
async function installationKey(db: Pick<Db, "kysely">, kek: Kek, kekOf: (kek_id: string) => Promise<Kek>): Promise<Buffer> {
  const key_id = newId();
  const made = { key_id, kek_id: kek.kek_id, wrapped: wrapKey(kek, installation({ key_id }), newDataKey()) };
  const row = await readInstallationKey(db, made);
  return unwrapKey(await kekOf(row.kek_id), installation(row), row.wrapped);
}

const installation = ({ key_id }: { key_id: string }) => ({ firm_id: "installation", key_id });

/** Two processes may each make one; both stay readable, since every token names its key. */
async function createKey(db: Pick<Db, "kysely">, kek: Kek, firm_id: string): Promise<FirmKeyRow> {
  const key_id = newId();
  const row = { firm_id, key_id, kek_id: kek.kek_id, wrapped: wrapKey(kek, { firm_id, key_id }, newDataKey()) };
  await insertFirmKey(db, row);
  return row;
}

/** The one in use first; then the one before, which opens what has not been rotated yet. */
async function readKeks(config: KeyConfig): Promise<[Kek, ...Kek[]]> {
  const kek = await readKek(config);
  if (config.secret_key_previous) return [kek, checked(config.secret_key_previous.reveal(), "PRIVITY_SECRET_KEY_PREVIOUS")];
  const file = previousFile(config);
  const text = config.secret_key ? null : await readFile(file, "utf8").catch(() => null);
  return text === null ? [kek] : [kek, checked(text, file)];
}

const previousFile = (config: KeyConfig) => `${config.secret_key_file}.previous`;

/**
 * A new key into the file; the one before stays beside it until everything is wrapped anew. Does nothing where an interrupted rotation
 * has left one there: that rotation is to be finished first.
 */
export async function replaceKeyFile(config: KeyConfig): Promise<void> {
  await readKek(config);
  const [file, previous] = [config.secret_key_file, previousFile(config)];
  const before = await readFile(previous, "utf8").catch(() => null);
  if (before !== null && before !== (await readFile(file, "utf8"))) return;
  const next = `${file}.next`;
  await writeFile(next, newKeyText(), { mode: 0o600 });
  await copyFile(file, previous);
  await chmod(previous, 0o600);
  await rename(next, file);
}

export async function forgetPreviousKeyFile(config: KeyConfig): Promise<void> {
  await rm(previousFile(config), { force: true });
}

const newKeyText = () => `${randomBytes(32).toString("base64")}\n`;

/** From the environment; else from a file that only its owner can read, made at the first start. */
async function readKek(config: KeyConfig): Promise<Kek> {
  if (config.secret_key) return checked(config.secret_key.reveal(), "PRIVITY_SECRET_KEY");
  const file = config.secret_key_file;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, newKeyText(), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await chmod(file, 0o600);
  }
  return checked(await readFile(file, "utf8"), file);
}

function checked(text: string, where: string): Kek {
  const key = decodeKey(text);
  if (!key) throw new ConfigError(`${where}: must be 32 random bytes in base64 or hex`);
  return toKek(key);
}
