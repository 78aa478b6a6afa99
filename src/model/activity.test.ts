import { describe, expect, test } from "vitest";
import { activityEditSchema, activitySchema, complaintsAboutEdit, complaintsAboutTime, draftOf } from "./activity.ts";
import { ACTIVITY_KINDS } from "./settings.ts";

const contact = { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "1042" };
const file = "019402f4-9c40-7d11-9a52-6e0d3b7c2f31";
const smallest: Record<(typeof ACTIVITY_KINDS)[number], object> = {
  email: { direction: "in", subject: "Hearing" },
  note: { body: "Called the court" },
  card: { subject: "Birthday" },
  call: { direction: "out" },
  text: { direction: "in", body: "On my way" },
  message: { direction: "out", body: "The deed is filed" },
  document: { file_id: file },
};

const complaints = (form: object) =>
  activitySchema.safeParse({ contact, ...form }).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("B-WRB-1: each of the seven kinds has its own form", () => {
  for (const kind of ACTIVITY_KINDS) {
    test(`a ${kind} needs little, and nothing that it does not have is taken`, () => {
      expect(complaints({ kind, ...smallest[kind] })).toEqual([]);
      expect(complaints({ kind, ...smallest[kind], duration: 3 }).join()).toMatch(/duration/);
      for (const name of Object.keys(smallest[kind])) expect(complaints({ kind, ...smallest[kind], [name]: undefined })).not.toEqual([]);
    });
  }

  test("a field of another kind is refused by name", () => {
    expect(complaints({ kind: "note", body: "x", direction: "in" }).join()).toMatch(/direction/);
    expect(complaints({ kind: "call", direction: "in", file_ids: [file] }).join()).toMatch(/file_ids/);
  });

  test("what is wrong is told with the field and what would be right", () => {
    expect(complaints({ kind: "note", body: "  \n" })).toEqual(["body: must not be blank"]);
    expect(complaints({ kind: "note", body: "a\0b" })).toEqual(["body: must not contain a NUL"]);
    expect(complaints({ kind: "email", direction: "in", subject: " " })).toEqual(["body: an e-mail needs a subject or a body"]);
    expect(complaints({ kind: "email", direction: "in", body: "x", body_html: "<p>x" })).toEqual([
      "body_html: send `body` or `body_html`, not both",
    ]);
    expect(complaints({ kind: "email", direction: "in", body: "x", address: "nobody" })).toEqual(["address: must be an e-mail address"]);
    expect(complaints({ kind: "text", direction: "in", body: "x", number: "home" })).toEqual([
      "number: must be a phone number such as +1 212 555 0142",
    ]);
    expect(complaints({ kind: "text", direction: "in", body: "x", file_ids: [file, file] })).toEqual([
      "file_ids: must not name a file twice",
    ]);
  });

  test("all are read into one shape; a card goes out, a note goes nowhere", () => {
    const read = (form: object) => draftOf(activitySchema.parse({ contact, ...form }));
    expect(read({ kind: "card", subject: " Birthday \n 2026 " })).toMatchObject({
      direction: "out",
      subject: "Birthday 2026",
      file_ids: [],
    });
    expect(read({ kind: "note", body: " x ", occurred_at: "2026-11-21T10:00:00+01:00", matter_id: "5012" })).toEqual({
      kind: "note",
      contact,
      matter_id: "5012",
      author_id: null,
      direction: null,
      occurred_at: "2026-11-21T09:00:00.000Z",
      subject: "",
      body: "x",
      body_html: null,
      address: null,
      conversation: null,
      file_ids: [],
      confirmed: false,
    });
    expect(read({ kind: "document", file_id: file }).file_ids).toEqual([file]);
    expect(read({ kind: "email", direction: "in", subject: "x", address: "Lucia@Rivera.Example", confirmed: true })).toMatchObject({
      address: "lucia@rivera.example",
      confirmed: true,
    });
  });
});

test("B-WRB-8: an edit changes what the kind has, and something at least", () => {
  expect(activityEditSchema.safeParse({}).error?.issues[0]?.message).toBe("must change something");
  expect(activityEditSchema.safeParse({ author_id: file }).success).toBe(false);
  expect(complaintsAboutEdit("text", { subject: "x" })).toEqual([{ path: "subject", message: "is not known of a text" }]);
  expect(complaintsAboutEdit("note", { body: " " })).toEqual([{ path: "body", message: "must not be blank" }]);
  expect(complaintsAboutEdit("call", { body: "" })).toEqual([]);
});

test("what has not happened yet is not logged; clocks may differ a little", () => {
  const now = new Date("2026-11-21T09:00:00.000Z");
  expect(complaintsAboutTime("2026-11-21T09:04:00.000Z", now)).toEqual([]);
  expect(complaintsAboutTime(null, now)).toEqual([]);
  expect(complaintsAboutTime("2026-11-21T09:06:00.000Z", now)).toEqual([{ path: "occurred_at", message: "must not lie in the future" }]);
  expect(complaintsAboutTime("1969-12-31T09:06:00.000Z", now)).toHaveLength(1);
});
