/** What is a bucket's alone: broken uploads, services that say no, what is asked of them. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { insertFirm } from "../accounts/store_firms.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import type { S3Config } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import { fileSpace, keepFile, openFile, type FileDeps } from "./files.ts";
import { folderOf } from "./storage_disk.ts";
import { s3Storage } from "./storage_s3.ts";
import { sweepFiles } from "./sweep.ts";
import { SOMEBODY } from "./test_outbox.ts";
import { openTestS3, type TestS3 } from "./test_s3.ts";

const MB = 1024 * 1024;
const DAY_MS = 86_400_000;
let db: TestDb;
let s3: TestS3;
let data_dir: string;
let firm_id: string;

beforeAll(async () => {
  [db, s3, data_dir] = await Promise.all([testDatabase(), openTestS3(), mkdtemp(join(tmpdir(), "privity-bucket-"))]);
});
beforeEach(async () => {
  firm_id = newId();
  await insertFirm(db.kysely, { firm_id, name: `Firm ${firm_id}`, time_zone: "UTC", country: "US" });
  s3.requests.length = 0;
  return () => s3.judge(() => "done");
});
afterAll(async () => {
  await s3?.close();
  await rm(data_dir, { recursive: true, force: true });
  await db?.drop();
});

const depsOf = (more: Partial<S3Config> = {}): FileDeps => ({
  ...fileSpace({ data_dir, max_file_bytes: 100 * MB, s3: { ...s3.config, ...more } }),
  ...{ db, clock: systemClock },
});
const keep = (deps: FileDeps, content: string | Buffer<ArrayBuffer>) =>
  keepFile(
    deps,
    firm_id,
    { name: "Deed.pdf", media_type: "application/pdf", content: new Blob([content]).stream(), size: null, sha256: null },
    SOMEBODY,
  );
const nothingIsLeft = async () => {
  expect((await s3.keys()).filter((key) => key.includes(firm_id))).toEqual([]);
  expect(await s3.unfinished()).toEqual([]);
  expect(await readdir(folderOf(data_dir, firm_id))).toEqual([]);
  expect((await db.pool.query("select 1 from file where firm_id = $1", [firm_id])).rows).toEqual([]);
};
const trouble = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: Error & { reason?: string }) => ({ name: error.name, reason: error.reason, says: error.message }),
  );

test("a large file goes in parts, seen by nobody before the last; one that breaks off in between leaves nothing", async () => {
  const content = Buffer.alloc(17 * MB, 3);
  s3.judge((_method, url) => (url.includes("partNumber=3") ? "cut" : "done"));
  expect(await trouble(keep(depsOf(), content))).toMatchObject({ name: "StorageTrouble", reason: "unreachable" });
  expect(s3.requests.filter(({ url }) => url.includes("partNumber=1"))).toHaveLength(1);
  await nothingIsLeft();
  let halfway: string[] = [];
  let looked = 0;
  s3.judge(async (method, url) => {
    if (method === "POST" && url.includes("uploadId=")) [halfway, looked] = [await s3.keys(), looked + 1];
    return "done" as const;
  });
  const row = await keep(depsOf(), content);
  expect([halfway, looked]).toEqual([[], 1]);
  expect(await s3.keys()).toEqual([`${firm_id}/${row.sha256}`]);
  expect(await s3.unfinished()).toEqual([]);
  await depsOf().storage.remove(row);
}, 60_000);

test("parts that a process left when it died go after a day, and only those of the firms that are here", async () => {
  const aws = await import("@aws-sdk/client-s3");
  const client = new aws.S3Client({
    ...{ endpoint: s3.config.endpoint!, region: "us-east-1", forcePathStyle: true },
    credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
  });
  const begin = async (firm: string) =>
    (await client.send(new aws.CreateMultipartUploadCommand({ Bucket: s3.config.bucket, Key: `${firm}/abc` }))).UploadId!;
  const [old, young, others] = [await begin(firm_id), await begin(firm_id), await begin(newId())];
  for (const one of [old, others]) await s3.age(one, new Date(systemClock.now().getTime() - 2 * DAY_MS));
  expect(await sweepFiles(depsOf(), [firm_id])).toEqual({ uploads: 0, contents: 1 });
  expect((await s3.unfinished()).toSorted()).toEqual([young, others].toSorted());
  s3.judge((_method, url) => (url.includes("uploads") ? { status: 501, code: "NotImplemented" } : "done"));
  expect(await sweepFiles(depsOf(), [firm_id])).toEqual({ uploads: 0, contents: 0 });
  s3.judge(() => "done");
  for (const UploadId of [young, others])
    await client.send(new aws.AbortMultipartUploadCommand({ Bucket: s3.config.bucket, Key: `${firm_id}/abc`, UploadId }));
  client.destroy();
});

test("a bucket that is not there, refuses us, or cannot be reached is said so, with what to look at; nothing is kept", async () => {
  const wrong = (secret: string, id = "S3RVER") => ({ credentials: { access_key_id: id, secret_access_key: new Secret(secret) } });
  const cases: [Partial<S3Config>, string, RegExp][] = [
    [{ bucket: "no-such-bucket" }, "no_bucket", /“no-such-bucket” at http:\S+ does not exist.*PRIVITY_S3_BUCKET/],
    [wrong("hunter2hunter2"), "refused", /refused us.*PRIVITY_S3_SECRET_ACCESS_KEY.*SignatureDoesNotMatch/],
    [wrong("S3RVER", "NOBODY"), "refused", /InvalidAccessKeyId/],
    [{ endpoint: "http://127.0.0.1:9" }, "unreachable", /cannot be reached.*PRIVITY_S3_ENDPOINT.*ECONNREFUSED/],
  ];
  for (const [settings, reason, words] of cases) {
    const said = await trouble(keep(depsOf(settings), "some bytes"));
    expect(said).toMatchObject({ name: "StorageTrouble", reason });
    const probed = (await trouble(s3Storage({ ...s3.config, ...settings }).probe())) as { reason: string; says: string };
    expect(probed.reason).toBe(reason);
    expect(probed.says).toMatch(words);
    expect(probed.says).not.toContain("hunter2");
  }
  for (const [status, code, reason] of [
    [301, "PermanentRedirect", "other_region"],
    [403, "RequestTimeTooSkewed", "clock"],
    [503, "SlowDown", "busy"],
    [500, "InternalError", "other"],
  ] as const) {
    s3.judge((method) => (method === "PUT" ? { status, code } : "done"));
    expect(await trouble(keep(depsOf(), "some bytes"))).toMatchObject({ reason });
  }
  await nothingIsLeft();
}, 60_000);

test("a service that fails for a moment is asked again, and the file is there once", async () => {
  let failures = 2;
  s3.judge((method) => (method === "PUT" && failures-- > 0 ? { status: 503, code: "SlowDown" } : "done"));
  const row = await keep(depsOf(), "some bytes");
  expect(await s3.keys()).toContain(`${firm_id}/${row.sha256}`);
});

test("an answer that ends too early is an error, and nobody takes what came of it for the file", async () => {
  const deps = depsOf();
  const row = await keep(deps, Buffer.alloc(4 * MB, 1));
  s3.judge((method) => (method === "GET" ? "cut" : "done"));
  expect(await trouble(new Response(openFile(deps.storage, row).open()).arrayBuffer())).not.toBe("none");
});

test("content that was swept between its upload and its row is brought once more, under the lock", async () => {
  const deps = depsOf();
  const { bring } = deps.storage;
  deps.storage.bring = async (key, path) => {
    const lay = await bring(key, path);
    await deps.storage.remove(key);
    return lay;
  };
  const row = await keep(deps, "swept in between");
  expect(await new Response(openFile(deps.storage, row).open()).text()).toBe("swept in between");
});

test("the same content is sent once; encryption is asked for where it is set", async () => {
  const deps = depsOf({ encryption: "aws:kms", kms_key_id: "key-1" });
  await keep(deps, "twice the same");
  await keep(deps, "twice the same");
  const puts = s3.requests.filter(({ method }) => method === "PUT");
  expect(puts).toHaveLength(1);
  expect(puts[0]!.headers).toMatchObject({
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": "key-1",
  });
  await keep(depsOf(), "as the bucket has it");
  expect(s3.requests.at(-1)!.headers["x-amz-server-side-encryption"]).toBeUndefined();
});

test("more contents than one page of the list holds are all swept", async () => {
  for (let number = 0; number < 1_050; number += 1) await s3.plant(`${firm_id}/${number.toString(16).padStart(64, "0")}`, "x");
  const seen: string[] = [];
  for await (const hashes of depsOf().storage.list(firm_id)) seen.push(...hashes);
  expect(new Set(seen).size).toBe(1_050);
});
