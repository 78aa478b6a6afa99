/** What the writers send, request by request, where it matters; against the sandboxes they run in `writing.test.ts`. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../test/fake_clock.ts";
import { unlimited } from "../lib/pacer.ts";
import type { Connector, Session } from "../model/connector.ts";
import type { Content, Writing } from "../model/writing.ts";
import { createClioConnector } from "./clio/index.ts";
import { createMyCaseConnector } from "./mycase/index.ts";

interface Sent {
  line: string;
  headers: Headers;
  json: Record<string, unknown> | null;
  bytes: number;
}
type Answer = (sent: Sent) => Response | undefined;

const MARKER = "K7QXABCD2345EFGH";
const BYTES = new Uint8Array(300_000).fill(3);

const file: Content = {
  name: "Retainer.pdf",
  media_type: "application/pdf",
  size: BYTES.length,
  sha256: createHash("sha256").update(BYTES).digest("hex"),
  open: () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(BYTES.subarray(0, 1000));
        controller.enqueue(BYTES.subarray(1000));
        controller.close();
      },
    }),
};

const writing: Writing = {
  operation: "note",
  parent: { kind: "matter", id: "42" },
  marker: MARKER,
  subject: "Retainer",
  body: `Spoke.\n\nRef. ${MARKER}`,
  occurred_at: "2026-03-01T05:30:00.000Z",
  day: "2026-02-28",
  direction: "out",
  channel: null,
  from: [{ kind: "staff", id: "7" }],
  to: [{ kind: "contact", id: "9" }],
  phone_number: "+13105550142",
  staff_id: "7",
  matter_id: null,
  content: null,
  field: null,
};

/** A provider that answers as told; whatever else is asked is a 500 and shows in `lines`. */
function writingWith(connector: Connector, answer: Answer) {
  const sent: Sent[] = [];
  const clock: FakeClock = createFakeClock();
  const session: Session = {
    region: null,
    tokens: { access_token: () => Promise.resolve("good"), refresh: () => Promise.resolve("fresh") },
    pacer: unlimited,
    async fetch(request) {
      const url = new URL(request.url);
      const bytes = request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
      const is_json = request.headers.get("content-type") === "application/json";
      const json = is_json ? (JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>) : null;
      const one = {
        line: `${request.method} ${url.host}${decodeURIComponent(url.pathname + url.search)}`,
        headers: request.headers,
        json,
        bytes: bytes.length,
      };
      sent.push(one);
      return answer(one) ?? Response.json({ error: { type: "X", message: "Not foreseen" } }, { status: 500 });
    },
    clock,
    firm_uuid: null,
  };
  const kept: Record<string, unknown>[] = [];
  const keep = (progress: Record<string, unknown>) => {
    kept.push({ ...progress, after: sent.length });
    return Promise.resolve();
  };
  return { writer: connector.writing.writer(session), sent, lines: () => sent.map(({ line }) => line), clock, kept, keep };
}

const data = (value: unknown, status = 200) => Response.json({ data: value }, { status });
const clio = () => createClioConnector({ random: () => 0.5 });
const mycase = () => createMyCaseConnector({ random: () => 0.5 });
const API = "app.clio.com/api/v4";

describe("Clio's notes", () => {
  test("plain text with the firm's day, on the matter or contact; the type as the vendor writes it, and the other way on a 422 about it", async () => {
    const connector = clio();
    const answer: Answer = ({ json }) =>
      /^[A-Z]/.test(String((json as { data: { type: string } } | null)?.data.type))
        ? Response.json({ error: { type: "X", message: "type is not included in the list" } }, { status: 422 })
        : data({ id: 5 }, 201);
    const first = writingWith(connector, answer);
    expect(await first.writer.create(writing)).toEqual({ provider_id: "5", url: "https://app.clio.com/nc/#/matters/42", progress: null });
    expect(first.lines()).toEqual([`POST ${API}/notes.json?fields=id,etag`, `POST ${API}/notes.json?fields=id,etag`]);
    expect(first.sent[1]?.json).toEqual({
      data: {
        type: "matter",
        matter: { id: 42 },
        subject: "Retainer",
        detail: writing.body,
        detail_text_type: "plain_text",
        date: "2026-02-28",
      },
    });
    // Once learned it is kept to.
    const second = writingWith(connector, answer);
    await second.writer.create({ ...writing, parent: { kind: "contact", id: "9" } });
    expect(second.sent.map(({ json }) => json?.["data"])).toEqual([expect.objectContaining({ type: "contact", contact: { id: 9 } })]);
  });

  test("a 422 about something else is not tried again", async () => {
    const { writer, sent } = writingWith(clio(), () =>
      Response.json({ error: { type: "X", message: "subject is too long" } }, { status: 422 }),
    );
    await expect(writer.create(writing)).rejects.toMatchObject({ applied: "no", lasting: true, words: "subject is too long" });
    expect(sent).toHaveLength(1);
  });

  test("looked for in the list of the matter since then, small letters first, over all pages", async () => {
    const next = `https://${API}/notes.json?page_token=2`;
    const { writer, lines } = writingWith(clio(), ({ line }) => {
      if (line.includes("page_token")) return data([{ id: 6, detail: `x ${MARKER}`, created_at: "2026-03-01T06:00:00Z" }]);
      return line.includes("type=matter")
        ? Response.json({ error: { type: "X", message: "type is not valid" } }, { status: 422 })
        : Response.json({ data: [{ id: 5, detail: "other" }], meta: { paging: { next } } });
    });
    expect(await writer.find(writing, "2026-03-01T05:00:00.000Z")).toEqual([
      { provider_id: "6", url: "https://app.clio.com/nc/#/matters/42", created_at: "2026-03-01T06:00:00.000Z", progress: null },
    ]);
    expect(lines()[1]).toBe(
      `GET ${API}/notes.json?limit=200&order=id(asc)&type=Matter&matter_id=42&created_since=2026-03-01T05:00:00.000Z&fields=id,detail,created_at`,
    );
  });
});

describe("Clio's communications", () => {
  test("`received_at`, never `date`; who took part; our mark as an external property; the contact always takes part", async () => {
    const { writer, sent } = writingWith(clio(), () => data({ id: 8 }, 201));
    await writer.create({ ...writing, operation: "communication", channel: "phone" });
    expect(sent[0]?.json).toEqual({
      data: {
        type: "PhoneCommunication",
        subject: "Retainer",
        body: writing.body,
        received_at: "2026-03-01T05:30:00.000Z",
        matter: { id: 42 },
        senders: [{ id: 7, type: "User" }],
        receivers: [{ id: 9, type: "Contact" }],
        external_properties: [{ name: "privity_id", value: MARKER }],
      },
    });
    await writer.create({
      ...writing,
      operation: "communication",
      channel: "email",
      parent: { kind: "contact", id: "9" },
      to: [],
      matter_id: "42",
    });
    expect(sent[1]?.json?.["data"]).toMatchObject({
      type: "EmailCommunication",
      matter: { id: 42 },
      receivers: [{ id: 9, type: "Contact" }],
    });
  });

  test("looked for by the property, then among those of the same place made since; only our own mark counts", async () => {
    const properties = (value: string) => [{ name: "privity_id", value }];
    let lagging = true;
    const { writer, lines } = writingWith(clio(), ({ line }) =>
      line.includes("external_property_value") && lagging
        ? data([])
        : data([
            { id: 1, external_properties: properties("OTHER") },
            { id: 2, external_properties: [{ name: "other_app", value: MARKER }] },
            { id: 3, external_properties: properties(MARKER), created_at: null },
          ]),
    );
    const asked = { ...writing, operation: "communication" as const };
    expect((await writer.find(asked, "2026-03-01T05:00:00.000Z")).map((one) => one.provider_id)).toEqual(["3"]);
    expect(lines().map((line) => /external_property_name=privity_id&external_property_value=K7QX/.test(line))).toEqual([true, false]);
    expect(lines()[1]).toContain("matter_id=42");
    lagging = false;
    expect(await writer.find(asked, "2026-03-01T05:00:00.000Z")).toHaveLength(1);
    expect(lines()).toHaveLength(3);
  });

  test("changed without touching who took part or the mark", async () => {
    const { writer, sent } = writingWith(clio(), () => data({ id: 8 }));
    await writer.update({ ...writing, operation: "communication", body: "New" }, "8");
    expect(sent[0]?.line).toBe(`PATCH ${API}/communications/8.json?fields=id,etag`);
    expect(sent[0]?.json).toEqual({ data: { subject: "Retainer", body: "New", received_at: "2026-03-01T05:30:00.000Z" } });
  });
});

describe("Clio's documents", () => {
  const document: Writing = { ...writing, operation: "document", content: file, subject: "Retainer.pdf", body: "" };
  const version = (uuid: string) => ({
    latest_document_version: {
      uuid,
      put_url: `https://s3.test/${uuid}?sig=1`,
      put_headers: [{ name: "Content-Type", value: "application/pdf" }],
    },
  });
  /** `uuid` counts versions; storage and completion as the test says. */
  const provider = (storage: (path: string) => number, complete: () => Response, state: () => unknown = () => ({})) => {
    let made = 0;
    return writingWith(clio(), ({ line }) => {
      if (line.startsWith("POST")) return data({ id: 30, ...version(`v${++made}`) }, 201);
      if (line.startsWith("PUT")) return new Response(null, { status: storage(line) });
      if (line.startsWith("PATCH")) return complete();
      return data({ id: 30, latest_document_version: state() });
    });
  };
  const good = () => data({ id: 30 });

  test("made, uploaded, marked complete, each step kept before the next one; our token goes to Clio only", async () => {
    const { writer, sent, lines, kept, keep } = provider(() => 200, good);
    const made = await writer.create(document);
    const done = await writer.finish?.(document, made, keep);
    expect(lines()).toEqual([
      `POST ${API}/documents.json?fields=id,latest_document_version{uuid,put_url,put_headers}`,
      "PUT s3.test/v1?sig=1",
      `PATCH ${API}/documents/30.json?fields=id,latest_document_version{fully_uploaded}`,
    ]);
    expect(sent[0]?.json).toEqual({
      data: {
        name: "Retainer.pdf",
        filename: "Retainer.pdf",
        content_type: "application/pdf",
        parent: { id: 42, type: "Matter" },
        received_at: "2026-03-01T05:30:00.000Z",
        external_properties: [{ name: "privity_id", value: MARKER }],
      },
    });
    expect([sent[1]?.headers.get("authorization"), sent[1]?.headers.get("content-type"), sent[1]?.bytes]).toEqual([
      null,
      "application/pdf",
      BYTES.length,
    ]);
    expect(sent[2]?.json).toEqual({ data: { uuid: "v1", fully_uploaded: true } });
    expect(kept.map(({ stage, after }) => [stage, after])).toEqual([
      ["waiting", 1],
      ["uploaded", 2],
    ]);
    expect(done?.progress).toMatchObject({ stage: "done" });
    await writer.finish?.(document, done as NonNullable<typeof done>, keep);
    expect(sent).toHaveLength(3);
  });

  test("after a crash it goes on where it was: with the bytes at a fresh address, or with the last step alone", async () => {
    const { writer, lines, kept, keep } = provider(() => 200, good);
    const made = await writer.create(document);
    await writer.finish?.(document, made, keep);
    const from = (place: number) => ({ ...made, progress: kept[place] ?? null });
    await writer.finish?.(document, from(0), keep);
    await writer.finish?.(document, from(1), keep);
    expect(
      lines()
        .slice(3)
        .map((line) => line.split(" ")[0]),
    ).toEqual(["PUT", "PATCH", "PATCH"]);
  });

  test("an address that is ten minutes old, or refused, is replaced by a new version, never by a new document", async () => {
    const { writer, sent, lines, clock, keep } = provider((path) => (path.includes("v2") ? 403 : 200), good);
    const made = await writer.create(document);
    await clock.sleep(11 * 60_000);
    await writer.finish?.(document, made, keep);
    expect(lines().map((line) => line.split("?")[0])).toEqual([
      `POST ${API}/documents.json`,
      `POST ${API}/documents.json`,
      "PUT s3.test/v2",
      `POST ${API}/documents.json`,
      "PUT s3.test/v3",
      `PATCH ${API}/documents/30.json`,
    ]);
    expect(sent[1]?.json?.["data"]).toMatchObject({ parent: { id: 30, type: "Document" } });
  });

  test("a last step that is refused because it was done before is done", async () => {
    const refuse = () => Response.json({ error: { type: "Already", message: "is already uploaded" } }, { status: 422 });
    const { writer, keep } = provider(
      () => 200,
      refuse,
      () => ({ uuid: "v1", fully_uploaded: true }),
    );
    const made = await writer.create(document);
    expect((await writer.finish?.(document, made, keep))?.progress).toMatchObject({ stage: "done" });
  });

  test("a last step that is refused is made again, then the bytes are sent anew; the document stays the one it is", async () => {
    const refuse = () => Response.json({ error: { type: "UploadNotFoundError", message: "The upload was not found" } }, { status: 422 });
    const { writer, lines, kept, keep } = provider(
      () => 200,
      refuse,
      () => ({ uuid: "v1", fully_uploaded: false }),
    );
    let now = await writer.create(document);
    for (let i = 0; i < 3; i++) {
      await expect(writer.finish?.(document, now, keep)).rejects.toMatchObject({
        applied: "unknown",
        lasting: false,
        words: "The upload was not found",
      });
      now = Object.assign({}, now, { progress: kept.at(-1) ?? null });
    }
    expect(lines().map((line) => line.split(" ")[0])).toEqual([
      "POST",
      "PUT",
      "PATCH",
      "GET",
      "PATCH",
      "GET",
      "POST",
      "PUT",
      "PATCH",
      "GET",
    ]);
  });

  test("found unfinished, it is finished by a new version; found complete, nothing is left to do", async () => {
    const row = (fully_uploaded: boolean) => ({
      id: 30,
      external_properties: [{ name: "privity_id", value: MARKER }],
      latest_document_version: { uuid: "v9", fully_uploaded },
    });
    for (const complete of [true, false]) {
      const { writer, lines, keep } = writingWith(clio(), ({ line }) => {
        if (line.startsWith("GET")) return data([row(complete)]);
        if (line.startsWith("POST")) return data({ id: 30, ...version("v10") }, 201);
        return line.startsWith("PUT") ? new Response(null, { status: 200 }) : data({ id: 30 });
      });
      const [found] = await writer.find(document, "2026-03-01T05:00:00.000Z");
      expect(lines()[0]).toContain("show_uncompleted=true");
      await writer.finish?.(document, found as NonNullable<typeof found>, keep);
      expect(
        lines()
          .slice(1)
          .map((line) => line.split(" ")[0]),
      ).toEqual(complete ? [] : ["POST", "PUT", "PATCH"]);
    }
  });

  test("a limit or a dead grant in the middle of an upload does not mean that the document is not there", async () => {
    const { writer, keep } = provider(
      () => 200,
      () => Response.json({}, { status: 429, headers: { "retry-after": "5" } }),
    );
    const made = await writer.create(document);
    await expect(writer.finish?.(document, made, keep)).rejects.toMatchObject({ applied: "unknown", lasting: false, retry_after_ms: 5000 });
  });
});

describe("B-WRB-9: Clio's custom values", () => {
  const value = (change: Partial<NonNullable<Writing["field"]>>): Writing => ({
    ...writing,
    operation: "custom_value",
    field: { id: "55", value: "new", expected: "old", ...change },
  });
  const holding = (entry: Record<string, unknown> | null, status = 200) =>
    writingWith(clio(), ({ line }) => {
      const record = {
        id: 42,
        etag: '"e1"',
        custom_field_values: [{ id: "text_line-9", value: "x", custom_field: { id: 56 } }, ...(entry ? [entry] : [])],
      };
      return line.startsWith("GET") ? data(record) : data(record, status);
    });
  const old = { id: "text_line-1", field_type: "text_line", value: "old", custom_field: { id: 55 } };

  test("changed under the version that was read", async () => {
    const { writer, sent, lines } = holding(old);
    expect(await writer.create(value({}))).toMatchObject({ provider_id: "text_line-1" });
    expect(lines().map((line) => line.split("?")[0])).toEqual([`GET ${API}/matters/42.json`, `PATCH ${API}/matters/42.json`]);
    expect(sent[1]?.json).toEqual({ data: { custom_field_values: [{ id: "text_line-1", value: "new" }] } });
    expect(sent[1]?.headers.get("if-match")).toBe('"e1"');
  });

  const others: [string, Record<string, unknown> | null, Partial<NonNullable<Writing["field"]>>, unknown][] = [
    ["a first value names the field", null, { expected: null }, { custom_field: { id: 55 }, value: "new" }],
    [
      "an empty one names the field, too",
      { ...old, id: null, value: null },
      { expected: null },
      { custom_field: { id: 55 }, value: "new" },
    ],
    ["clearing takes the entry away", old, { value: null }, { id: "text_line-1", _destroy: true }],
    ["what is there already is not written", { ...old, value: "new" }, {}, null],
    ["a number with other zeros is the same number", { ...old, field_type: "currency", value: "100.0" }, { value: "100.00" }, null],
    ["a picklist is compared by its option", { ...old, field_type: "picklist", value: { id: 77 } }, { value: "77" }, null],
    ["nothing to clear is nothing to do", null, { value: null }, null],
  ];
  for (const [name, entry, change, expected] of others) {
    test(`custom value: ${name}`, async () => {
      const { writer, sent } = holding(entry);
      await writer.create(value(change));
      expect(sent[1]?.json ?? null).toEqual(expected === null ? null : { data: { custom_field_values: [expected] } });
    });
  }

  test("what somebody else wrote meanwhile is not written over, and they are told what it says", async () => {
    const { writer, sent } = holding({ ...old, value: "theirs" });
    await expect(writer.create(value({}))).rejects.toMatchObject({
      applied: "no",
      lasting: true,
      words: expect.stringContaining("“theirs”") as string,
    });
    expect(sent).toHaveLength(1);
    await expect(holding(old, 412).writer.create(value({}))).rejects.toMatchObject({ applied: "no", lasting: false });
  });

  test("read again to know whether it is there", async () => {
    expect(await holding({ ...old, value: "new" }).writer.find(value({}), "")).toMatchObject([{ provider_id: "text_line-1" }]);
    expect(await holding(old).writer.find(value({}), "")).toEqual([]);
  });
});

describe("MyCase's requests", () => {
  const BASE = "external-integrations.mycase.com/v1";

  test("a note has a time, is made with 200 and changed with all three fields", async () => {
    const { writer, sent } = writingWith(mycase(), ({ line }) =>
      line.startsWith("PUT") ? new Response(null, { status: 204 }) : Response.json({ id: 3 }),
    );
    expect(await writer.create({ ...writing, body: "Spoke." })).toEqual({ provider_id: "3", url: null, progress: null });
    await writer.update(writing, "3");
    expect(sent.map(({ line }) => line)).toEqual([`POST ${BASE}/cases/42/notes`, `PUT ${BASE}/notes/3`]);
    for (const one of sent)
      expect(one.json).toEqual({ subject: "Retainer", note: `Spoke.\n\nRef. ${MARKER}`, date: "2026-03-01T05:30:00.000Z" });
  });

  test("of several notes with one mark those of this user count; somebody may have copied the text", async () => {
    const note = (id: number, by: number) => ({ id, note: `x ${MARKER}`, created_by: { id: by }, created_at: "2026-03-01T05:31:00Z" });
    const { writer } = writingWith(mycase(), ({ line }) =>
      line.endsWith("/me") ? Response.json({ id: 7 }) : Response.json([note(1, 8), note(2, 7)]),
    );
    expect((await writer.find(writing, "")).map((one) => one.provider_id)).toEqual(["2"]);
  });

  test("a call is resolved, names exactly one other side, and is known by a look-up only", async () => {
    const { writer, sent } = writingWith(mycase(), () => new Response(null, { status: 202 }));
    const call: Writing = { ...writing, operation: "call", parent: { kind: "contact", id: "9" } };
    expect(await writer.create(call)).toEqual({ provider_id: null, url: null, progress: null });
    expect(sent[0]?.json).toEqual({
      called_at: "2026-03-01T05:30:00.000Z",
      caller_phone_number: "+13105550142",
      call_for: { id: 7 },
      message: `Retainer\n\n${writing.body}`,
      call_type: "outgoing",
      resolved: true,
      client: { id: 9 },
    });
    await writer.create({ ...call, direction: "in", parent: { kind: "matter", id: "42" }, from: [], to: [] });
    expect(sent[1]?.json).toMatchObject({ call_type: "incoming", caller_name: "+13105550142" });
    expect(sent[1]?.json).not.toHaveProperty("client");
    await expect(writer.create({ ...call, staff_id: null })).rejects.toMatchObject({ lasting: true });
    expect(sent).toHaveLength(2);
  });

  test("I14: a thread among staff names no client, and says that nothing shows it; one with a client is found by that client's list", async () => {
    const connector = mycase();
    const rows = [
      { id: 1, subject: "Retainer", first_message_body: writing.body, created_at: "2026-02-01T00:00:00Z" },
      { id: 2, subject: "Retainer", first_message_body: writing.body, created_at: "2026-03-01T05:31:00Z" },
      { id: 3, subject: "Retainer", first_message_body: "other", created_at: "2026-03-01T05:31:00Z" },
    ];
    const { writer, sent, lines } = writingWith(connector, ({ line }) =>
      line.startsWith("GET") ? Response.json(rows) : Response.json({ id: 4 }, { status: 201 }),
    );
    const staff: Writing = { ...writing, operation: "thread", to: [{ kind: "staff", id: "8" }] };
    await writer.create(staff);
    expect(sent[0]?.line).toBe(`POST ${BASE}/cases/42/message_threads`);
    expect(sent[0]?.json).toEqual({
      subject: "Retainer",
      first_message_body: writing.body,
      sender: { id: 7 },
      client_recipients: [],
      staff_recipients: [{ id: 8 }],
    });
    expect(connector.writing.can_find(staff)).toBe(false);
    await expect(writer.find(staff, "")).rejects.toMatchObject({ failure: "broken" });
    const shared: Writing = { ...staff, to: [...staff.to, { kind: "contact", id: "9" }] };
    expect(connector.writing.can_find(shared)).toBe(true);
    expect((await writer.find(shared, "2026-03-01T05:00:00.000Z")).map((one) => one.provider_id)).toEqual(["2"]);
    expect(lines()[1]).toContain(`${BASE}/clients/9/message_threads`);
  });

  test("a message goes into its thread, from its sender, and can be neither found nor changed", async () => {
    const connector = mycase();
    const { writer, sent } = writingWith(connector, () => Response.json({ id: 5 }, { status: 201 }));
    const message: Writing = { ...writing, operation: "message", parent: { kind: "thread", id: "12" }, body: "Hello" };
    expect((await writer.create(message)).provider_id).toBe("5");
    expect([sent[0]?.line, sent[0]?.json]).toEqual([`POST ${BASE}/message_threads/12/messages`, { sender: { id: 7 }, body: "Hello" }]);
    expect(connector.writing.can_find(message)).toBe(false);
    await expect(writer.update(message, "5")).rejects.toMatchObject({ lasting: true });
    await expect(writer.create({ ...message, parent: { kind: "contact", id: "9" } })).rejects.toMatchObject({ lasting: true });
  });

  describe("documents", () => {
    const document: Writing = { ...writing, operation: "document", content: file, subject: "Retainer/2026.pdf", body: "" };
    const made = (id: number, url: string) => Response.json({ id, put_url: url, put_headers: { "x-amz-acl": "private" } }, { status: 201 });

    test("the record, then the bytes with the headers that MyCase wants; a refused address makes a version", async () => {
      const { writer, sent, lines, keep } = writingWith(mycase(), ({ line }) => {
        if (line.endsWith("/cases/42/documents")) return made(30, "https://s3.test/1?sig=1");
        if (line.endsWith("/documents/30/versions")) return made(31, "https://s3.test/2?sig=2");
        return new Response(null, { status: line.includes("s3.test/1") ? 403 : 200 });
      });
      const first = await writer.create(document);
      expect(first.provider_id).toBe("30");
      expect(sent[0]?.json).toEqual({
        path: "Retainer-2026.pdf (K7QXAB)",
        filename: "Retainer.pdf",
        description: `Ref. ${MARKER}`,
        assigned_date: "2026-02-28",
      });
      const done = await writer.finish?.(document, first, keep);
      expect(done).toMatchObject({ provider_id: "30", progress: { stage: "done" } });
      expect(lines().slice(1)).toEqual(["PUT s3.test/1?sig=1", `POST ${BASE}/documents/30/versions`, "PUT s3.test/2?sig=2"]);
      expect(Object.fromEntries(sent[3]?.headers ?? [])).toMatchObject({
        "x-amz-acl": "private",
        "content-type": "application/octet-stream",
      });
      expect(sent[3]?.headers.has("authorization")).toBe(false);
    });

    test("found by its mark, or by its name; not by a name alone that another has", async () => {
      const rows = [
        { id: 1, name: "Retainer-2026.pdf", filename: "Retainer.pdf" },
        { id: 2, name: "x", description: `y Ref. ${MARKER}` },
        { id: 3, path: "a/Retainer-2026.pdf (K7QXAB)", filename: "Retainer.pdf" },
      ];
      const { writer } = writingWith(mycase(), () => Response.json(rows));
      expect((await writer.find(document, "")).map((one) => one.provider_id)).toEqual(["2", "3"]);
    });

    test("only cases have documents", async () => {
      const { writer, sent } = writingWith(mycase(), () => undefined);
      await expect(writer.create({ ...document, parent: { kind: "contact", id: "9" } })).rejects.toMatchObject({ lasting: true });
      expect(sent).toHaveLength(0);
    });
  });

  describe("B-WRB-9: custom values", () => {
    const entry = (value: unknown, updated_at = "2026-01-01T00:00:00Z") => ({
      custom_field: { id: 55, field_type: "numeric" },
      value,
      updated_at,
    });
    const value: Writing = { ...writing, operation: "custom_value", field: { id: "55", value: "20", expected: "10" } };
    /** What the case holds, read by read. */
    const holding = (...reads: Record<string, unknown>[]) =>
      writingWith(mycase(), ({ line }) => {
        if (!line.startsWith("GET")) return new Response(null, { status: 204 });
        return Response.json({ id: 42, name: "Lee v. Day", description: "About", ...(reads.length > 1 ? reads.shift() : reads[0]) });
      });
    const held = (...values: unknown[]) => ({ custom_field_values: values });

    test("read, sent alone with the names that a PUT repeats, typed as the field is, and read again", async () => {
      const { writer, sent, lines } = holding(held(entry(10)), held(entry(20)));
      await writer.create(value);
      expect(lines().map((line) => line.split("?")[0])).toEqual([`GET ${BASE}/cases/42`, `PUT ${BASE}/cases/42`, `GET ${BASE}/cases/42`]);
      expect(sent[1]?.json).toEqual({ name: "Lee v. Day", custom_field_values: [{ custom_field: { id: 55 }, value: 20 }] });
    });

    test("what is there already is not sent; of several the newest counts, but nothing is written until that is mended", async () => {
      const same = holding(held(entry("20.0")));
      await same.writer.create(value);
      expect(same.sent).toHaveLength(1);
      const twice = holding(held(entry(10), entry(20, "2026-02-01T00:00:00Z")));
      await expect(twice.writer.create(value)).rejects.toMatchObject({ applied: "no", lasting: true });
      expect(twice.sent).toHaveLength(1);
    });

    const afterwards: [string, Record<string, unknown>, string][] = [
      ["a PUT that adds instead of replacing", held(entry(10), entry(20)), "second entry"],
      ["a PUT that empties other fields", { ...held(entry(20)), description: null }, "description"],
      ["a value that is not kept", held(entry(10)), "another one"],
    ];
    for (const [name, then, words] of afterwards) {
      test(`${name} is told, and not repeated`, async () => {
        const { writer } = holding(held(entry(10)), then);
        await expect(writer.create(value)).rejects.toMatchObject({ lasting: true, words: expect.stringContaining(words) as string });
      });
    }

    test("somebody else's value stays, and no way is guessed to empty a field", async () => {
      await expect(holding(held(entry(11))).writer.create(value)).rejects.toMatchObject({ lasting: true });
      const empty = { ...value, field: { id: "55", value: null, expected: "10" } };
      const { writer, sent } = holding(held(entry(10)));
      await expect(writer.create(empty)).rejects.toMatchObject({ lasting: true });
      expect(sent).toHaveLength(1);
    });

    test("a PUT whose answer is lost, or a record that cannot be read afterwards, leaves it open", async () => {
      let reads = 0;
      const { writer } = writingWith(mycase(), ({ line }) => {
        if (!line.startsWith("GET")) return new Response(null, { status: 204 });
        return reads++ === 0 ? Response.json({ id: 42, name: "L", ...held(entry(10)) }) : Response.json({}, { status: 500 });
      });
      await expect(writer.create(value)).rejects.toMatchObject({ applied: "unknown" });
    });
  });
});
