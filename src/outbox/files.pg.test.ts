/** Files where they lie, on a real disk and in a bucket over HTTP, and their rows in a real database. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { insertFirm } from "../accounts/store_firms.ts";
import { testDatabase, untilOneWaits, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { FileRefused, fileSpace, keepFile, lookInto, openFile, openNow, type FileDeps, type Upload } from "./files.ts";
import { folderOf } from "./storage_disk.ts";
import { insertFile, lockContent, readFileRow } from "./store_files.ts";
import { sweepFiles } from "./sweep.ts";
import { SOMEBODY } from "./test_outbox.ts";
import { openTestS3, type TestS3 } from "./test_s3.ts";

const keep = (...[on, of_firm, from]: [FileDeps, string, Upload]) => keepFile(on, of_firm, from, SOMEBODY);
const MB = 1024 * 1024;
const DAY_MS = 86_400_000;
let db: TestDb;
let s3: TestS3;
let data_dir: string;
let firm_id: string;
let deps: FileDeps;

beforeAll(async () => {
  [db, s3] = await Promise.all([testDatabase(), openTestS3("privity/")]);
});
beforeEach(async () => {
  data_dir = await mkdtemp(join(tmpdir(), "privity-files-"));
  firm_id = newId();
  await insertFirm(db.kysely, { firm_id, name: `Firm ${firm_id}`, time_zone: "UTC", country: "US" });
  return () => rm(data_dir, { recursive: true });
});
afterAll(async () => {
  await s3?.close();
  await db?.drop();
});

const later = (ms: number): Clock => ({ ...systemClock, now: () => new Date(systemClock.now().getTime() + ms) });
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
/** The memory that is really needed: what nobody holds any more does not count. The second time waits for what the first gives back beside us. */
function held(): number {
  collect();
  collect();
  const { external, heapUsed } = process.memoryUsage();
  return external + heapUsed;
}

/** Looks every sixteen megabytes. */
function watched(content: ReadableStream<Uint8Array>, look: () => void): ReadableStream<Uint8Array> {
  let size = 0;
  return content.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (Math.floor((size + chunk.length) / (16 * MB)) > Math.floor(size / (16 * MB))) look();
        size += chunk.length;
        controller.enqueue(chunk);
      },
    }),
  );
}

/** What was received and not kept. */
const received = async () => (await readdir(folderOf(data_dir, firm_id)).catch(() => [])).filter((name) => name.endsWith(".part"));
const ofFirm = (hash: string) => `privity/${firm_id}/${hash}`;

const PLACES = {
  disk: {
    space: () => fileSpace({ data_dir, max_file_bytes: 20416 * MB, s3: null }),
    there: () => readdir(folderOf(data_dir, firm_id)),
    plant: (hash: string, content: string) => writeFile(join(folderOf(data_dir, firm_id), hash), content),
    age: (hash: string, at: Date) => utimes(join(folderOf(data_dir, firm_id), hash), at, at),
    large: 300 * MB,
  },
  bucket: {
    space: () => fileSpace({ data_dir, max_file_bytes: 20416 * MB, s3: s3.config }),
    there: async () => {
      const keys = (await s3.keys()).filter((key) => key.startsWith(ofFirm("")));
      return [...keys.map((key) => key.slice(ofFirm("").length)), ...(await received())];
    },
    plant: (hash: string, content: string) => s3.plant(ofFirm(hash), content),
    age: (hash: string, at: Date) => s3.age(ofFirm(hash), at),
    large: 60 * MB,
  },
};

function stream(size: number, fill = 7, chunk_size = 64 * 1024): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream(
    {
      pull(controller) {
        if (left === 0) return controller.close();
        const chunk = new Uint8Array(Math.min(left, chunk_size)).fill(fill);
        left -= chunk.length;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
}

const upload = (content: ReadableStream<Uint8Array>, more: Partial<Upload> = {}): Upload => ({
  name: "Deed.pdf",
  media_type: "application/pdf",
  content,
  size: null,
  sha256: null,
  ...more,
});
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof FileRefused ? error.reason : error),
  );

async function hashOf(content: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk);
  return hash.digest("hex");
}

describe.each(["disk", "bucket"] as const)("on the %s", (place) => {
  const { space, there, plant, age, large } = PLACES[place];
  beforeEach(() => void (deps = { db, clock: systemClock, ...space() }));

  test("B-WRB-1: a document of many megabytes goes in and out as a stream: it never lies in memory, and size and hash are those of what came", async () => {
    // What is loaded with the first file is not the file's.
    await hashOf(openFile(deps.storage, await keep(deps, firm_id, upload(stream(6 * MB)))).open());
    // Buffers are given back a little after they are collected.
    held();
    await systemClock.sleep(50);
    const before = held();
    const seen: number[] = [];
    const look = () => void seen.push(held() - before);
    s3.judge(() => (look(), "done"));
    const row = await keep(deps, firm_id, upload(watched(stream(large), look), { size: large }));
    s3.judge(() => "done");
    expect(row.size).toBe(large);
    expect(await readFileRow(db.kysely, firm_id, row.file_id)).toEqual(row);
    const content = openFile(deps.storage, row);
    expect(await hashOf(watched(content.open(), look))).toBe(row.sha256);
    expect(await hashOf(content.open())).toBe(row.sha256);
    expect(seen.length).toBeGreaterThan((2 * large) / (16 * MB) - 2);
    expect(Math.max(...seen)).toBeLessThan(48 * MB);
  }, 120_000);

  test("a file that is larger than the limit, cut short, or not what was announced leaves nothing behind", async () => {
    const small = { ...deps, max_bytes: MB };
    expect(await refusal(keep(small, firm_id, upload(stream(MB + 1))))).toBe("too_large");
    expect(await refusal(keep(small, firm_id, upload(stream(5), { size: MB + 1 })))).toBe("too_large");
    expect(await refusal(keep(deps, firm_id, upload(stream(MB), { size: MB + 1 })))).toBe("cut_short");
    expect(await refusal(keep(deps, firm_id, upload(stream(MB), { sha256: sha256("other") })))).toBe("other_content");
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(MB));
        controller.error(new Error("the sender went away"));
      },
    });
    expect(await refusal(keep(deps, firm_id, upload(broken)))).toMatchObject({ message: "the sender went away" });
    expect(await there()).toEqual([]);
    const { rows } = await db.pool.query("select 1 from file where firm_id = $1", [firm_id]);
    expect(rows).toEqual([]);
  });

  test("whose sender is refused is told to stop sending", async () => {
    let cancelled: unknown = null;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(MB)),
      cancel: (reason) => void (cancelled = reason),
    });
    expect(await refusal(keep({ ...deps, max_bytes: 3 * MB }, firm_id, upload(endless)))).toBe("too_large");
    expect(cancelled).toBeInstanceOf(FileRefused);
  });

  test("an empty file is a file; the same content twice lies there once", async () => {
    const empty = await keep(deps, firm_id, upload(stream(0), { size: 0, sha256: sha256("") }));
    expect(await hashOf(openFile(deps.storage, empty).open())).toBe(sha256(""));
    const [one, two] = await Promise.all([keep(deps, firm_id, upload(stream(MB))), keep(deps, firm_id, upload(stream(MB, 7, 1000)))]);
    expect(one.file_id).not.toBe(two.file_id);
    expect((await there()).toSorted()).toEqual([empty.sha256, one.sha256].toSorted());
  });

  test("a reader that goes away, and one that never reads, keep no file open", async () => {
    const row = await keep(deps, firm_id, upload(stream(3 * MB)));
    const open = async () => (await readdir("/proc/self/fd")).length;
    const before = await open();
    for (let turn = 0; turn < 20; turn++) {
      openFile(deps.storage, row).open();
      const reader = openFile(deps.storage, row).open().getReader();
      await reader.read();
      await reader.cancel();
    }
    // A socket is closed a little after it was let go.
    await expect.poll(open).toBeLessThan(before + 5);
  });

  test("the sweep takes broken-off uploads, unused ones and bytes that no row names, and nothing else", async () => {
    const used = await keep(deps, firm_id, upload(stream(10, 1)));
    const unused = await keep(deps, firm_id, upload(stream(10, 2)));
    await attach(used.file_id);
    await writeFile(join(folderOf(data_dir, firm_id), `${newId()}.part`), "half");
    await plant(sha256("orphan"), "orphan");

    expect(await sweepFiles(deps, [firm_id])).toEqual({ uploads: 0, contents: 0 });
    expect(await sweepFiles({ ...deps, clock: later(2 * DAY_MS) }, [firm_id])).toEqual({ uploads: 0, contents: 2 });
    expect((await there()).toSorted()).toEqual([used.sha256, unused.sha256].toSorted());
    expect(await sweepFiles({ ...deps, clock: later(8 * DAY_MS) }, [firm_id])).toEqual({ uploads: 1, contents: 1 });
    expect(await there()).toEqual([used.sha256]);
    expect(await sweepFiles({ ...deps, clock: later(800 * DAY_MS) }, [firm_id, newId()])).toEqual({ uploads: 0, contents: 0 });
    expect(await hashOf(openFile(deps.storage, used).open())).toBe(used.sha256);
  });

  test("content that comes anew while it is swept stays: the sweep waits for who puts it there, and looks again", async () => {
    const content = "came twice";
    await keep(deps, firm_id, upload(stream(1)));
    await plant(sha256(content), content);
    const long_ago = new Date(systemClock.now().getTime() - 3 * DAY_MS);
    await age(sha256(content), long_ago);
    const row = {
      firm_id,
      file_id: newId(),
      name: "x",
      media_type: "text/plain",
      size: 10,
      sha256: sha256(content),
      created_at: long_ago.toISOString(),
    };
    const sweeping: Promise<unknown>[] = [];
    await db.transaction(async (trx) => {
      await lockContent(trx, row);
      sweeping.push(sweepFiles(deps, [firm_id]));
      await untilOneWaits(db);
      await insertFile(trx, row);
    });
    expect(await Promise.all(sweeping)).toEqual([{ uploads: 0, contents: 0 }]);
    expect(await hashOf(openFile(deps.storage, row).open())).toBe(sha256(content));
  });

  test("whoever looks into a file finds it on this machine, and leaves no copy behind", async () => {
    const row = await keep(deps, firm_id, upload(stream(MB)));
    const before = await there();
    let seen = "";
    const look = async (path: string) => void (seen = sha256(await readFile(path)));
    await lookInto(deps, row, look);
    expect(seen).toBe(row.sha256);
    const bad = lookInto(deps, row, () => Promise.reject(new Error("it is not what its name says")));
    await expect(bad).rejects.toThrow("not what its name says");
    expect(await there()).toEqual(before);
  });

  test("bytes that are gone, or not as many as were stored, are an error and never a shorter file", async () => {
    const row = await keep(deps, firm_id, upload(stream(10)));
    await plant(row.sha256, "short");
    await expect(hashOf(openFile(deps.storage, row).open())).rejects.toMatchObject({ name: "StorageTrouble", reason: "other" });
    await plant(row.sha256, "longer than it was");
    await expect(hashOf(openFile(deps.storage, row).open())).rejects.toMatchObject({ name: "StorageTrouble", reason: "other" });
    await deps.storage.remove(row);
    await expect(hashOf(openFile(deps.storage, row).open())).rejects.toMatchObject({ name: "StorageTrouble", reason: "gone" });
    await expect(openNow(deps.storage, row)).rejects.toMatchObject({ name: "StorageTrouble", reason: "gone" });
  });

  test("another firm's folder is not read, listed or swept, though it holds the same content", async () => {
    const mine = await keep(deps, firm_id, upload(stream(10)));
    const other = newId();
    expect(await deps.storage.look({ ...mine, firm_id: other })).toBeNull();
    for await (const hashes of deps.storage.list(other)) expect(hashes).toEqual([]);
    await sweepFiles({ ...deps, clock: later(3 * DAY_MS) }, [other]);
    expect(await there()).toEqual([mine.sha256]);
  });

  test("it is tried out by writing, reading and deleting, which leaves nothing", async () => {
    expect(await deps.storage.probe()).toContain(place);
    const left = place === "disk" ? await readdir(join(data_dir, "files")) : (await s3.keys()).filter((key) => key.includes("probe"));
    expect(left).toEqual([]);
  });
});

/** As an activity has it that was logged. */
async function attach(file_id: string): Promise<void> {
  const [connection_id, activity_id] = [newId(), newId()];
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email, created_at)
    values ($1, $2, 'clio', 'us', '1', 'Firm', '1', 'Somebody', 'somebody@firm.example', now())`,
    [firm_id, connection_id],
  );
  await db.pool.query(
    `insert into activity (firm_id, activity_id, connection_id, contact_id, kind, occurred_at, author_member_id, subject, body, source, created_at)
    values ($1, $2, $3, '1', 'document', now(), $2, '', '', 'member', now())`,
    [firm_id, activity_id, connection_id],
  );
  await db.pool.query("insert into activity_file (firm_id, activity_id, position, file_id) values ($1, $2, 0, $3)", [
    firm_id,
    activity_id,
    file_id,
  ]);
}
