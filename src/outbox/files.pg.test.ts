/** Files on a real disk and their rows in a real database. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { insertFirm } from "../accounts/store_firms.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { FileRefused, folderOf, keepFile, openFile, type FileDeps, type Upload } from "./files.ts";
import { insertFile, lockContent, readFileRow } from "./store_files.ts";
import { sweepFiles } from "./sweep.ts";
import { SOMEBODY } from "./test_outbox.ts";

const keep = (...[on, of_firm, from]: [FileDeps, string, Upload]) => keepFile(on, of_firm, from, SOMEBODY);
const MB = 1024 * 1024;
const DAY_MS = 86_400_000;
let db: TestDb;
let data_dir: string;
let firm_id: string;
let deps: FileDeps;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  data_dir = await mkdtemp(join(tmpdir(), "privity-files-"));
  firm_id = newId();
  await insertFirm(db.kysely, { firm_id, name: `Firm ${firm_id}`, time_zone: "UTC", country: "US" });
  deps = { db, clock: systemClock, data_dir, max_bytes: 2048 * MB };
  return () => rm(data_dir, { recursive: true });
});
afterAll(() => db?.drop());

const later = (ms: number): Clock => ({ ...systemClock, now: () => new Date(systemClock.now().getTime() + ms) });
const there = () => readdir(folderOf(data_dir, firm_id));
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

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

test("B-WRB-1: a document of 300 MB goes in and out as a stream: it never lies in memory, and size and hash are those of what came", async () => {
  const before = process.memoryUsage();
  let highest = 0;
  const watched = stream(300 * MB).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const { external, heapUsed } = process.memoryUsage();
        highest = Math.max(highest, external + heapUsed - before.external - before.heapUsed);
        controller.enqueue(chunk);
      },
    }),
  );
  const row = await keep(deps, firm_id, upload(watched, { size: 300 * MB }));
  expect(row.size).toBe(300 * MB);
  expect(await readFileRow(db.kysely, firm_id, row.file_id)).toEqual(row);
  const content = openFile(data_dir, row);
  expect(await hashOf(content.open())).toBe(row.sha256);
  expect(await hashOf(content.open())).toBe(row.sha256);
  expect(highest).toBeLessThan(100 * MB);
});

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
  expect(await hashOf(openFile(data_dir, empty).open())).toBe(sha256(""));
  const [one, two] = await Promise.all([keep(deps, firm_id, upload(stream(MB))), keep(deps, firm_id, upload(stream(MB, 7, 1000)))]);
  expect(one.file_id).not.toBe(two.file_id);
  expect((await there()).toSorted()).toEqual([empty.sha256, one.sha256].toSorted());
});

test("a reader that goes away, and one that never reads, keep no file open", async () => {
  const row = await keep(deps, firm_id, upload(stream(3 * MB)));
  const open = async () => (await readdir("/proc/self/fd")).length;
  const before = await open();
  for (let turn = 0; turn < 20; turn++) {
    openFile(data_dir, row).open();
    const reader = openFile(data_dir, row).open().getReader();
    await reader.read();
    await reader.cancel();
  }
  expect(await open()).toBeLessThan(before + 5);
});

test("the sweep takes broken-off uploads, unused ones and bytes that no row names, and nothing else", async () => {
  const used = await keep(deps, firm_id, upload(stream(10, 1)));
  const unused = await keep(deps, firm_id, upload(stream(10, 2)));
  await attach(used.file_id);
  const folder = folderOf(data_dir, firm_id);
  await writeFile(join(folder, `${newId()}.part`), "half");
  await writeFile(join(folder, sha256("orphan")), "orphan");

  expect(await sweepFiles(deps, [firm_id])).toEqual({ uploads: 0, contents: 0 });
  expect(await sweepFiles({ ...deps, clock: later(2 * DAY_MS) }, [firm_id])).toEqual({ uploads: 0, contents: 2 });
  expect((await there()).toSorted()).toEqual([used.sha256, unused.sha256].toSorted());
  expect(await sweepFiles({ ...deps, clock: later(8 * DAY_MS) }, [firm_id])).toEqual({ uploads: 1, contents: 1 });
  expect(await there()).toEqual([used.sha256]);
  expect(await sweepFiles({ ...deps, clock: later(800 * DAY_MS) }, [firm_id, newId()])).toEqual({ uploads: 0, contents: 0 });
  expect(await hashOf(openFile(data_dir, used).open())).toBe(used.sha256);
});

test("content that comes anew while it is swept stays: the sweep waits for who puts it there, and looks again", async () => {
  const content = "came twice";
  await keep(deps, firm_id, upload(stream(1)));
  const path = join(folderOf(data_dir, firm_id), sha256(content));
  await writeFile(path, content);
  const long_ago = new Date(systemClock.now().getTime() - 3 * DAY_MS);
  await utimes(path, long_ago, long_ago);
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
    await systemClock.sleep(300);
    await insertFile(trx, row);
  });
  expect(await Promise.all(sweeping)).toEqual([{ uploads: 0, contents: 0 }]);
  expect(await hashOf(openFile(data_dir, row).open())).toBe(sha256(content));
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
