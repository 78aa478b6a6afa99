/**
 * An S3 service over HTTP, for tests: s3rver, which keeps objects as files, on a free port; requests to it can be broken. What it lacks is added here:
 * it does not check signatures of version 4 (test_s3_signature.ts), knows no unfinished uploads (Amazon S3 API Reference, ListMultipartUploads,
 * AbortMultipartUpload), and cannot say that a list has another page (its tokens need a cipher that OpenSSL 3 no longer has).
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import S3rver from "s3rver";
import type { S3Config } from "../lib/config.ts";
import { systemClock } from "../lib/clock.ts";
import { Secret } from "../lib/secret.ts";
import { isSigned } from "./test_s3_signature.ts";

const BUCKET = "firm-files";
const SECRET = "S3RVER";
const OBJECT = "._S3rver_object";

/** What becomes of a request: it is carried out, its connection is cut, or it is answered with an error of that status and code. */
type Fate = "done" | "cut" | { status: number; code: string };

export interface TestS3 {
  config: S3Config;
  /** As the environment says it. */
  environment: Record<string, string>;
  /** Of each request: method, path with query, headers. */
  requests: { method: string; url: string; headers: IncomingMessage["headers"] }[];
  judge(fate: (method: string, url: string) => Fate | Promise<Fate>): void;
  /** The objects' keys. */
  keys(): Promise<string[]>;
  /** The ids of unfinished uploads. */
  unfinished(): Promise<string[]>;
  /** Puts an object there, or makes one or an unfinished upload older. */
  plant(key: string, content: string): Promise<void>;
  age(key_or_upload: string, at: Date): Promise<void>;
  close(): Promise<void>;
}

export async function openTestS3(prefix = ""): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), "privity-s3-"));
  const rver = new S3rver({ directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] });
  wholeBeforeAnswered(rver);
  await rver.configureBuckets();
  const carryOut = rver.callback();
  const uploads = rver.store.getResourcePath(BUCKET, undefined, "uploads");
  const requests: TestS3["requests"] = [];
  let fateOf: (method: string, url: string) => Fate | Promise<Fate> = () => "done";
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers });
    const fate = fateOf(method, url);
    if (fate instanceof Promise) void fate.then((judged) => meet(judged, request, response));
    else meet(fate, request, response);
  });
  function meet(fate: Fate, request: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "" } = request;
    if (fate === "cut") return void request.socket.destroy();
    if (fate !== "done") return fail(response, fate.status, fate.code);
    if (!isSigned(request, SECRET)) return fail(response, 403, "SignatureDoesNotMatch");
    const query = new URL(url, "http://s3").searchParams;
    if (method === "GET" && query.has("uploads")) return void listUploads(uploads, query.get("prefix") ?? "", response);
    if (method === "GET" && query.has("list-type")) return void listObjects(rver, query, response);
    if (method === "DELETE" && query.has("uploadId"))
      return void rm(join(uploads, query.get("uploadId")!), { recursive: true, force: true }).then(() => answer(response, 204, ""));
    carryOut(request, response);
  }
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pathOf = (key: string) => rver.store.getResourcePath(BUCKET, key, "object");
  const unfinished = () => readdir(uploads).catch(() => []);
  return {
    config: {
      ...{ bucket: BUCKET, prefix, region: "us-east-1", endpoint, path_style: true, encryption: null, kms_key_id: null },
      credentials: { access_key_id: "S3RVER", secret_access_key: new Secret(SECRET) },
    },
    environment: {
      ...{ PRIVITY_S3_BUCKET: BUCKET, PRIVITY_S3_PREFIX: prefix, PRIVITY_S3_ENDPOINT: endpoint },
      ...{ PRIVITY_S3_ACCESS_KEY_ID: "S3RVER", PRIVITY_S3_SECRET_ACCESS_KEY: SECRET },
    },
    requests,
    judge: (fate) => void (fateOf = fate),
    async keys() {
      const root = join(directory, BUCKET);
      const found = await readdir(root, { recursive: true, withFileTypes: true });
      return found
        .filter((one) => one.isFile() && one.name.endsWith(OBJECT))
        .map((one) => relative(root, join(one.parentPath, one.name)).slice(0, -OBJECT.length));
    },
    unfinished,
    async plant(key, content) {
      await mkdir(join(pathOf(key), ".."), { recursive: true });
      await writeFile(pathOf(key), content);
    },
    age: (one, at) => utimes(existsSync(join(uploads, one)) ? join(uploads, one) : pathOf(one), at, at),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rver.logger.exceptions.unhandle();
      rver.logger.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
}

const fail = (response: ServerResponse, status: number, code: string) =>
  answer(response, status, `<Error><Code>${code}</Code><Message>As ordered</Message></Error>`);

/** s3rver answers a little before all has reached the file; a service answers when it is there. */
function wholeBeforeAnswered({ store }: S3rver): void {
  const [putObject, putPart] = [store.putObject.bind(store), store.putPart.bind(store)];
  const lies = async <T extends { size: number }>(path: string, written: Promise<T>): Promise<T> => {
    const { size } = await written;
    while ((await stat(path).catch(() => null))?.size !== size) await systemClock.sleep(1);
    return written;
  };
  store.putObject = (object) => lies(store.getResourcePath(object.bucket, object.key, "object"), putObject(object));
  store.putPart = (bucket, id, part, content) =>
    lies(join(store.getResourcePath(bucket, undefined, "uploads"), id, part), putPart(bucket, id, part, content));
}

async function listUploads(folder: string, prefix: string, response: ServerResponse): Promise<void> {
  let listed = "";
  for (const id of await readdir(folder).catch(() => [])) {
    const key = await readFile(join(folder, id, "key"), "utf8");
    const { mtime } = await stat(join(folder, id));
    if (!key.startsWith(prefix)) continue;
    listed += `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${mtime.toISOString()}</Initiated></Upload>`;
  }
  answer(response, 200, `<ListMultipartUploadsResult><Bucket>${BUCKET}</Bucket>${listed}</ListMultipartUploadsResult>`);
}

async function listObjects({ store }: S3rver, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const options = { prefix: query.get("prefix") ?? "", startAfter: query.get("start-after") ?? "", maxKeys: 1000 };
  const { objects, isTruncated } = await store.listObjects(BUCKET, options);
  const listed = objects.map(({ key }) => `<Contents><Key>${key}</Key></Contents>`).join("");
  answer(
    response,
    200,
    `<ListBucketResult><KeyCount>${objects.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${listed}</ListBucketResult>`,
  );
}
