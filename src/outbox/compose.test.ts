import { describe, expect, it } from "vitest";
import { compose, type ComposeInput, type Told } from "./compose.ts";
import { groupKey, transcript } from "./conversation.ts";

const told = (change: Partial<Told> = {}): Told => ({
  activity_id: "a1",
  occurred_at: "2026-11-21T15:32:00.000Z",
  direction: "out",
  author_name: "Ana Ruiz",
  subject: "Retainer",
  body: "Please sign.",
  address: null,
  files: [],
  ...change,
});
const input = (change: Partial<ComposeInput> = {}): ComposeInput => ({
  provider: "clio",
  kind: "note",
  operation: "note",
  parent: { kind: "contact", id: "7" },
  marker: "ABCDEFGH23456789",
  matter_id: null,
  contact: { id: "7", name: "Jane Doe", phone: "+12125550142" },
  told: [told()],
  grouped: false,
  field: null,
  file: null,
  author_name: "Ana Ruiz",
  author_staff_id: "1",
  recipients: [],
  client_recipients: false,
  on_behalf: false,
  time_zone: "America/New_York",
  ...change,
});

describe("B-WRB-1: what the provider gets to read", () => {
  it("a note is what was written, with our mark as its last line", () => {
    expect(compose(input())).toMatchObject({ subject: "Retainer", body: "Please sign.\n\nRef. ABCDEFGH23456789", day: "2026-11-21" });
  });

  it("an e-mail says who, when and what was attached", () => {
    const email = told({ direction: "in", address: "jane@doe.example", files: [{ file_id: "f", name: "will.pdf" }] });
    const { subject, body } = compose(input({ kind: "email", told: [email] }));
    expect(subject).toBe("E-mail from Jane Doe: Retainer");
    expect(body).toBe("Nov 21, 2026, 10:32 AM, from jane@doe.example\n\nPlease sign.\n\nAttached: will.pdf\n\nRef. ABCDEFGH23456789");
  });

  it("a document is called what somebody called it, else as its file", () => {
    const file = { name: "will.pdf" } as ComposeInput["file"];
    expect(compose(input({ kind: "document", operation: "document", file })).subject).toBe("Retainer");
    expect(compose(input({ kind: "document", operation: "document", file, told: [told({ subject: " " })] })).subject).toBe("will.pdf");
  });

  it("the day is the firm's, not Greenwich's", () => {
    expect(compose(input({ told: [told({ occurred_at: "2026-11-22T03:00:00Z" })] })).day).toBe("2026-11-21");
  });

  it("a communication names both sides by direction, and carries the mark beside the text", () => {
    const sent = compose(input({ kind: "text", operation: "communication", grouped: true }));
    expect([sent.from, sent.to, sent.channel]).toEqual([[{ kind: "staff", id: "1" }], [{ kind: "contact", id: "7" }], "phone"]);
    expect(sent.body).not.toContain("Ref.");
    const got = compose(input({ kind: "text", operation: "communication", grouped: true, told: [told({ direction: "in" })] }));
    expect([got.from, got.to]).toEqual([[{ kind: "contact", id: "7" }], [{ kind: "staff", id: "1" }]]);
  });

  it("a call has the number that was used, else the contact's", () => {
    const call = (address: string | null) => compose(input({ kind: "call", operation: "call", told: [told({ address })] })).phone_number;
    expect([call("+13475550000"), call(null)]).toEqual(["+13475550000", "+12125550142"]);
  });
});

describe("B-WRB-1: a conversation's day", () => {
  const talk = {
    kind: "text",
    contact_id: "7",
    matter_id: null,
    address: "+1212",
    conversation: null,
    occurred_at: "2026-11-21T15:00:00Z",
  } as const;

  it("is one record: the firm's day, the number and the matter make it", () => {
    const key = (change: object) => groupKey({ ...talk, ...change }, "America/New_York");
    expect(key({ occurred_at: "2026-11-22T04:59:00Z" })).toBe(key({}));
    for (const other of [
      { occurred_at: "2026-11-22T05:00:00Z" },
      { address: "+1347" },
      { matter_id: "9" },
      { contact_id: "8" },
      { kind: "message" },
    ])
      expect(key(other)).not.toBe(key({}));
  });

  it("has the full transcript in the order of time, whatever the order of logging", () => {
    const late = told({ activity_id: "a9", occurred_at: "2026-11-21T14:00:00Z", direction: "in", body: "Hello?" });
    expect(transcript([told(), late], "Jane Doe", "America/New_York")).toBe("9:00 AM Jane Doe: Hello?\n10:32 AM Ana Ruiz: Please sign.");
  });
});

describe("B-WRB-1: a thread never reaches the client unless an admin allows it", () => {
  const thread = (change: Partial<ComposeInput> = {}) =>
    compose(input({ provider: "mycase", kind: "text", operation: "thread", parent: { kind: "matter", id: "9" }, ...change }));

  it("goes from the author to the owner and the matter's lead, each once; with nobody left, to the author alone", () => {
    expect(thread({ recipients: ["2", "3", "2", "1"] })).toMatchObject({
      from: [{ kind: "staff", id: "1" }],
      to: [
        { kind: "staff", id: "2" },
        { kind: "staff", id: "3" },
      ],
    });
    expect(thread({ recipients: ["1"] }).to).toEqual([{ kind: "staff", id: "1" }]);
  });

  it("has the client only with leave, and then no mark that the client could read", () => {
    expect(thread().body).toContain("Ref. ABCDEFGH23456789");
    const open = thread({ client_recipients: true });
    expect(open.to).toContainEqual({ kind: "contact", id: "7" });
    expect(open.body).not.toContain("ABCDEFGH23456789");
  });

  it("says whose words they are", () => {
    expect(thread({ operation: "message", told: [told({ direction: "in", body: "Yes" })] }).body).toBe("Jane Doe: Yes");
  });
});

describe("B-WRB-3: on behalf of", () => {
  it("is the first line", () => {
    expect(compose(input({ on_behalf: true })).body.split("\n")[0]).toBe("on behalf of Ana Ruiz");
  });
});
