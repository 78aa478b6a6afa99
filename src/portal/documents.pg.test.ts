/** Documents either way, and the files that are not taken: by size, by what is inside, by what they would become. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { fileSpace, keepFile } from "../outbox/files.ts";
import type { By } from "../outbox/types.ts";
import { fetchDocument, shareAsClient, shareAsMember } from "./documents.ts";
import { checkFile } from "./file_check.ts";
import { safeName } from "./file_name.ts";
import { keyOf, writeAsClient } from "./messages.ts";
import { matterOf } from "./person.ts";
import { documentsOfMessages, listDocuments, readDocument } from "./store_documents.ts";
import { listMessages, readThreadOf } from "./store_messages.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";
import type { PortalPerson } from "./types.ts";

let db: TestDb;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "privity-portal-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await db.drop();
});

const by: By = { name: "test", tell: async () => {} };
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffdb004300", "hex");
const PDF = Buffer.from("%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n");

/** A ZIP of entries; `claims`: what its directory says that an entry becomes. */
function zip(entries: { name: string; data: Buffer; claims?: number }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, claims } of entries) {
    const packed = deflateRawSync(data);
    const file = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(data.length, 22);
    head.writeUInt16LE(file.length, 26);
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(8, 10);
    line.writeUInt32LE(packed.length, 20);
    line.writeUInt32LE(claims ?? data.length, 24);
    line.writeUInt16LE(file.length, 28);
    line.writeUInt32LE(at, 42);
    parts.push(head, file, packed);
    directory.push(line, file);
    at += 30 + file.length + packed.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, table, end]);
}

const types = (main: string) =>
  Buffer.from(
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
  );
const WORD = types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
const docx = (more: Parameters<typeof zip>[0] = []) =>
  zip([{ name: "[Content_Types].xml", data: WORD }, { name: "word/document.xml", data: Buffer.from("<w:document/>") }, ...more]);

async function complaint(name: string, content: Buffer): Promise<string | null> {
  const path = join(folder, "one");
  await writeFile(path, content);
  return checkFile(path, name).then(
    () => null,
    (error: Error) => error.message,
  );
}

test("a file is taken where its content is what its ending says, and refused where it is not", async () => {
  expect(await complaint("a.pdf", PDF)).toBeNull();
  expect(await complaint("a.JPG", JPEG)).toBeNull();
  expect(await complaint("a.docx", docx())).toBeNull();
  expect(await complaint("a.txt", Buffer.from("Lucía: on Monday\r\n"))).toBeNull();
  expect(await complaint("a.csv", Buffer.from("=HYPERLINK(0),1\n"))).toBeNull();
  expect(await complaint("a.pdf", JPEG)).toContain("not what its name says");
  expect(await complaint("a.jpg", Buffer.from("<script>alert(1)</script>"))).toContain("not what its name says");
  expect(await complaint("a.txt", Buffer.from("<!DOCTYPE html><script>"))).toContain("not what its name says");
  expect(await complaint("a.txt", Buffer.from([0x4d, 0x5a, 0x00, 0x01]))).toContain("not what its name says");
  expect(await complaint("a.xlsx", docx())).toContain("not what its name says");
  expect(await complaint("a.docx", PDF)).toContain("table of contents");
  for (const name of ["a.exe", "a.html", "a.svg", "a.zip", "a.docm", "a"]) expect(await complaint(name, PDF), name).toContain("not taken");
  expect(await complaint("a.pdf", Buffer.alloc(0))).toContain("empty");
});

test("a bomb in an office document is refused unopened: what it would become, what lies in it, a table of contents that does not fit", async () => {
  const zeros = Buffer.alloc(30 * 1024 * 1024);
  expect(await complaint("a.docx", docx([{ name: "word/media/a.bin", data: zeros }]))).toContain("far larger");
  expect(await complaint("a.docx", docx([{ name: "word/media/a.bin", data: Buffer.alloc(9), claims: 2 ** 31 }]))).toContain("far larger");
  expect(await complaint("a.docx", docx([{ name: "word/media/a.bin", data: Buffer.alloc(9), claims: 2 ** 32 - 1 }]))).toContain(
    "more than",
  );
  expect(await complaint("a.docx", docx([{ name: "word/embeddings/a.zip", data: Buffer.alloc(9) }]))).toContain("another archive");
  expect(await complaint("a.docx", docx([{ name: "../../etc/passwd", data: Buffer.alloc(9) }]))).toContain("lead elsewhere");
  const cut = docx();
  cut.writeUInt32LE(cut.length, cut.length - 6);
  expect(await complaint("a.docx", cut)).toContain("damaged");
});

test("of a name with a path only the last part counts, without signs that work instead of being read", () => {
  expect(safeName("../../etc/passwd")).toBe("passwd");
  expect(safeName(String.raw`C:\photos\May\IMG 1.JPG`)).toBe("IMG 1.jpg");
  expect(safeName("invoice\u202Egpj.pdf")).toBe("invoicegpj.pdf");
  expect(safeName(".htaccess")).toBe("htaccess");
  expect(safeName("..")).toBe("Document");
  expect(safeName("\0/.pdf")).toBe("pdf");
  expect(safeName(`${"x".repeat(900)}.pdf`)).toHaveLength(194);
});

interface Story {
  portal: Portal;
  lucia: PortalPerson;
  kept(): Promise<string[]>;
  send(
    name: string,
    content: Uint8Array | ReadableStream<Uint8Array>,
    more?: { size?: number | null; with_message?: boolean; person?: PortalPerson },
  ): ReturnType<typeof shareAsClient>;
}

async function withLucia(): Promise<Story> {
  const portal = await openPortal(db);
  const { house, deps } = portal;
  deps.files = fileSpace({ data_dir: await mkdtemp(join(folder, "data-")), max_file_bytes: 1024 * 1024, s3: null });
  await house.set((settings) => ({ ...settings, writeback: { ...settings.writeback, message: true, document: true, on_behalf: true } }));
  await house.put("contact", [somebody(1, "Lucia", house.firm_id), somebody(2, "Hugo", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  const { person: lucia } = await portal.enter(addressOf("lucia", portal));
  return {
    ...{ portal, lucia },
    kept: () => readdir(join(deps.files.data_dir, "files", house.firm_id)).catch(() => []),
    async send(name, content, { size = null, with_message = false, person = lucia } = {}) {
      const matter = await matterOf(db.kysely, person, "51", house.now(), "write");
      const stream = content instanceof Uint8Array ? new Blob([content as Uint8Array<ArrayBuffer>]).stream() : content;
      return shareAsClient(deps, person, matter, { name, note: "The letter from the school", size, content: stream, with_message }, by);
    },
  };
}

const bytesOf = async (stream: ReadableStream<Uint8Array>) =>
  Buffer.from(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());

test("B-WRB-1: a client's photo is one document of the matter, marked as the client's, and the firm gets the same bytes", async () => {
  const { portal, lucia, send } = await withLucia();
  const shared = await send("C:\\photos\\IMG_0001.JPG", JPEG);
  expect(shared).toMatchObject({ name: "IMG_0001.jpg", media_type: "image/jpeg", direction: "in", size: JPEG.length, received_at: null });
  const rows = await portal.house.rows<{ subject: string; body: string; parent_id: string; minutes: number }>(
    `select a.subject, a.body, d.parent_id, extract(epoch from d.due_at - d.created_at)::float8/60 as minutes
    from activity a join delivery_activity l using (firm_id, activity_id) join delivery d using (firm_id, delivery_id) where a.firm_id = $1`,
    [lucia.firm_id],
  );
  expect(rows).toMatchObject([
    {
      subject: "From the client: IMG_0001.jpg",
      body: "Sent by Lucia Rivera in the portal.\n\nThe letter from the school",
      parent_id: "51",
    },
  ]);
  expect(rows[0]!.minutes).toBeLessThan(20);
  const got = await bytesOf(await fetchDocument(portal.deps, shared, { side: "firm", name: "Ada Marsh" }, by));
  expect(got.equals(JPEG)).toBe(true);
  expect(await readDocument(db.kysely, lucia.firm_id, shared.document_id)).toMatchObject({ received_by: "Ada Marsh" });
  const mail = await portal.house.rows<{ subject: string }>("select subject from mail where firm_id = $1 and subject like '%document%'", [
    lucia.firm_id,
  ]);
  expect(mail).toEqual([{ subject: "Lucia Rivera has sent a document: Case 51" }]);
});

test("a refused upload leaves nothing behind: wrong content, wrong kind, too large by what was said and by what comes", async () => {
  const { send, kept, lucia, portal } = await withLucia();
  await expect(send("a.pdf", JPEG)).rejects.toMatchObject({ code: "wrong_type" });
  await expect(send("a.exe", JPEG)).rejects.toMatchObject({ code: "wrong_type" });
  let pulled = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
  await expect(send("a.pdf", endless(), { size: 2 * 1024 ** 3 })).rejects.toMatchObject({ code: "too_large" });
  expect(pulled).toBeLessThanOrEqual(1);
  await expect(send("a.pdf", endless())).rejects.toMatchObject({ reason: "too_large" });
  expect(pulled).toBeLessThan(25);
  expect(await kept()).toEqual([]);
  expect(await portal.house.rows("select 1 from file where firm_id = $1", [lucia.firm_id])).toEqual([]);
});

test("what was sent with a message stands at it, and is told of by it alone", async () => {
  const { send, portal, lucia } = await withLucia();
  const shared = await send("a.pdf", PDF, { with_message: true });
  const matter = await matterOf(db.kysely, lucia, "51", portal.house.now(), "write");
  await writeAsClient(portal.deps, lucia, matter, { key: "k1", body: "Here it is", document_ids: [shared.document_id] }, by);
  const thread = (await readThreadOf(db.kysely, keyOf(lucia, "51")))!;
  const [message] = await listMessages(db.kysely, lucia.firm_id, thread.thread_id, { before: null, limit: 9 });
  expect(await documentsOfMessages(db.kysely, lucia.firm_id, [message!.message_id])).toMatchObject([{ name: "a.pdf" }]);
  const mail = await portal.house.rows<{ subject: string }>(
    "select subject from mail where firm_id = $1 and subject not like '%sign-in%'",
    [lucia.firm_id],
  );
  expect(mail).toEqual([{ subject: "Lucia Rivera has written: Case 51" }]);
  const attach = (document_id: string) =>
    writeAsClient(portal.deps, lucia, matter, { key: "k2", body: "And this", document_ids: [document_id] }, by);
  await expect(attach("019402f6-2b00-7c5d-9e42-5f7da03b9c11")).rejects.toMatchObject({ code: "not_found" });
});

test("a member shares with one client, who is told once and whose receipt shows; others who take part do not see it", async () => {
  const { portal, lucia } = await withLucia();
  const { house, deps } = portal;
  const file_deps = { db, clock: deps.clock, ...deps.files };
  const upload = (name: string, content: Buffer) =>
    keepFile(
      file_deps,
      house.firm_id,
      { name, media_type: "text/html", size: null, sha256: null, content: new Blob([content as Buffer<ArrayBuffer>]).stream() },
      by,
    );
  const ada = { member_id: house.ada, name: "Ada Marsh" };
  const of = keyOf(lucia, "51");
  const good = await upload("Agreement.pdf", PDF);
  const shared = await shareAsMember(deps, of, ada, { file_id: good.file_id, note: "Please read", with_message: false }, by);
  await portal.look();
  expect(portal.told.map((one) => one.subject)).toEqual(["There is a document for you: Case 51"]);
  expect(portal.told[0]!.text).not.toContain("Agreement");
  await fetchDocument(deps, shared, { side: "client", name: "Lucia Rivera" }, by);
  expect(await listDocuments(db.kysely, of, { before: null, limit: 9 })).toMatchObject([{ received_by: "Lucia Rivera", direction: "out" }]);
  expect(await listDocuments(db.kysely, { ...of, contact_id: "2" }, { before: null, limit: 9 })).toEqual([]);
  const bad = await upload("page.html", Buffer.from("<html>"));
  await expect(shareAsMember(deps, of, ada, { file_id: bad.file_id, note: "", with_message: false }, by)).rejects.toMatchObject({
    code: "wrong_type",
  });
  await expect(
    shareAsMember(deps, { ...of, firm_id: lucia.access_id }, ada, { file_id: good.file_id, note: "", with_message: false }, by),
  ).rejects.toMatchObject({ code: "not_found" });
});
