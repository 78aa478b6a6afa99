/**
 * Files' bytes in an S3-compatible bucket: `<prefix><firm>/<sha256 of the content>` (decision 0026). An object is there whole or not at all
 * (Amazon S3 User Guide, "data consistency model"); the SDK is loaded when the first file comes.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import type * as Sdk from "@aws-sdk/client-s3";
import type { PutObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import type { S3Config } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { isHash, readLater, StorageTrouble, type ContentKey, type FileStorage, type Source } from "./storage.ts";
import { troubleOf } from "./storage_s3_trouble.ts";

type Opened = typeof Sdk & { client: S3Client };

/** The smallest that the services take (Amazon S3 User Guide, "multipart upload limits"), and how many of them one object may have. */
const PART_BYTES = 5 * 1024 * 1024;
const MOST_PARTS = 10_000;
/** With two parts under way an upload holds some 20 MB in memory, however large it is. */
const PARTS_AT_ONCE = 2;
const CONNECT_MS = 5_000;
const IDLE_MS = 60_000;

export function s3Storage(settings: S3Config): FileStorage {
  const { bucket: Bucket, prefix } = settings;
  let opened: Promise<Opened> | null = null;
  /** Whatever fails is said in plain words. */
  const ask = async <T>(task: (s3: Opened) => Promise<T>): Promise<T> => {
    try {
      return await task(await (opened ??= open(settings)));
    } catch (error) {
      throw troubleOf(settings, error);
    }
  };
  const placeOf = ({ firm_id, sha256 }: ContentKey) => ({ Bucket, Key: `${prefix}${firm_id}/${sha256}` });

  const look: FileStorage["look"] = (key) =>
    ask(({ client, HeadObjectCommand }) => client.send(new HeadObjectCommand(placeOf(key)))).then(
      ({ ContentLength, LastModified }) => ({ size: ContentLength ?? 0, stored_ms: LastModified?.getTime() ?? 0 }),
      (error: unknown) => {
        if (error instanceof StorageTrouble && error.reason === "gone") return null;
        throw error;
      },
    );
  const put = async (key: ContentKey, path: string) => {
    const { size } = await stat(path);
    if ((await look(key))?.size === size) return;
    await ask(({ client }) => upload(client, { ...placeOf(key), ContentLength: size, ...encryptionOf(settings) }, path));
  };

  return {
    look,
    async bring(key, path) {
      await put(key, path);
      return () => put(key, path);
    },
    read: (key, size) => readLater(() => ask((s3) => sourceOf(s3, placeOf(key), size))),
    path: () => null,
    async *list(firm_id) {
      const Prefix = `${prefix}${firm_id}/`;
      for (let after: string | undefined = ""; after !== undefined;) {
        const StartAfter: string = after;
        const page = await ask(({ client, ListObjectsV2Command }) => client.send(new ListObjectsV2Command({ Bucket, Prefix, StartAfter })));
        const keys: string[] = (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
        yield keys.map((key) => key.slice(Prefix.length)).filter(isHash);
        after = page.IsTruncated ? keys.at(-1) : undefined;
      }
    },
    remove: (key) => ask(async ({ client, DeleteObjectCommand }) => void (await client.send(new DeleteObjectCommand(placeOf(key))))),
    tidy: (firm_id, before_ms) =>
      ask((s3) => giveUp(s3, { Bucket, Prefix: `${prefix}${firm_id}/` }, before_ms)).catch((error: unknown) => {
        // Some services tell nobody of their parts, and clear them away themselves.
        if (error instanceof StorageTrouble && error.reason === "unsupported") return 0;
        throw error;
      }),
    probe: () => ask((s3) => probe(s3, settings)),
  };
}

async function open({ region, endpoint, path_style, credentials }: S3Config): Promise<Opened> {
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials && {
      credentials: { accessKeyId: credentials.access_key_id, secretAccessKey: credentials.secret_access_key.reveal() },
    }),
    forcePathStyle: path_style,
    // The SDK's own checksums are refused by older services; each part's hash is in its signature, the content's is counted by us (files.ts, lib/upload.ts).
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
  });
  return { ...sdk, client };
}

/** In one piece where it is small, else in parts; an upload that fails takes its parts along, `giveUp` those of a process that died. */
async function upload(client: S3Client, params: PutObjectCommandInput, path: string): Promise<void> {
  const { Upload } = await import("@aws-sdk/lib-storage");
  const Body = createReadStream(path);
  const partSize = Math.max(PART_BYTES, Math.ceil((params.ContentLength ?? 0) / MOST_PARTS));
  try {
    await new Upload({ client, params: { ...params, Body }, partSize, queueSize: PARTS_AT_ONCE }).done();
  } finally {
    Body.destroy();
  }
}

const encryptionOf = ({ encryption, kms_key_id }: S3Config): Partial<PutObjectCommandInput> => ({
  ...(encryption === null ? {} : { ServerSideEncryption: encryption }),
  ...(kms_key_id === null ? {} : { SSEKMSKeyId: kms_key_id }),
});

async function sourceOf({ client, GetObjectCommand }: Opened, place: { Bucket: string; Key: string }, size: number): Promise<Source> {
  const { Body } = await client.send(new GetObjectCommand(place));
  const body = Body as unknown as Readable;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let left = size;
  const broken = (cause?: unknown) => new StorageTrouble("other", `The bucket “${place.Bucket}” did not give all of a file.`, cause);
  return {
    close: async () => void body.destroy(),
    async next() {
      const { done, value } = await chunks.next().catch((error: unknown) => {
        throw broken(error);
      });
      left -= done ? 0 : value.length;
      if (left < 0 || (done && left > 0)) throw broken();
      return done ? null : value;
    },
  };
}

/** Parts that lie there unseen. A thousand at a time are enough once an hour. */
async function giveUp(s3: Opened, of: { Bucket: string; Prefix: string }, before_ms: number): Promise<number> {
  const { client, ListMultipartUploadsCommand, AbortMultipartUploadCommand } = s3;
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(of));
  const old = Uploads.filter(({ Initiated }) => (Initiated?.getTime() ?? Infinity) < before_ms);
  for (const { Key, UploadId } of old) await client.send(new AbortMultipartUploadCommand({ Bucket: of.Bucket, Key, UploadId }));
  return old.length;
}

async function probe(s3: Opened, settings: S3Config): Promise<string> {
  const { client, PutObjectCommand, GetObjectCommand, ListObjectsV2Command, DeleteObjectCommand } = s3;
  const place = { Bucket: settings.bucket, Key: `${settings.prefix}probe/${newId()}` };
  await client.send(new PutObjectCommand({ ...place, Body: place.Key, ...encryptionOf(settings) }));
  const { Body } = await client.send(new GetObjectCommand(place));
  const read = await Body?.transformToString();
  // Where listing is not allowed, what is not there is answered like what is forbidden.
  const { KeyCount = 0 } = await client.send(new ListObjectsV2Command({ Bucket: place.Bucket, Prefix: place.Key }));
  await client.send(new DeleteObjectCommand(place));
  if (read !== place.Key || KeyCount === 0)
    throw new StorageTrouble("other", `The bucket “${place.Bucket}” does not give back or does not list what was written to it.`);
  return `in the bucket “${settings.bucket}”${settings.endpoint === null ? "" : ` at ${settings.endpoint}`}: it takes, gives, lists and deletes`;
}
