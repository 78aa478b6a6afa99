import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { PhoneFact } from "../model/facts.ts";
import { isEmail, readChannels } from "./identity.ts";
import { readPhone, readWithLibrary } from "./phone.ts";
import { clio, contactInput, mycase, person, project } from "./testing.ts";
import { projectContact } from "./contact.ts";

const phone = (number: string, fields: Partial<PhoneFact> = {}): PhoneFact => ({ number, label: "Work", fax: false, ...fields });
const emails = (...addresses: string[]) => addresses.map((address) => ({ address, label: "" }));
const address = { label: "", street: "1 Main St", city: "Springfield", state: "IL", postal_code: "62701", country: "US" };

describe("fields of a contact", () => {
  test("B-CTC-1: outer blanks of names go, inner ones stay", () => {
    const view = project(clio(), { first_name: "  Mary Ann ", middle_name: " Q. ", last_name: "\tO'Neil " });
    expect([view.first_name, view.middle_name, view.last_name, view.name]).toEqual(["Mary Ann", "Q.", "O'Neil", "Mary Ann Q. O'Neil"]);
  });

  test("B-CTC-1: all e-mails, phones and addresses are kept in the provider's order, with job title, birth date and company", () => {
    const facts = {
      emails: emails("first@x.example", "second@x.example"),
      phones: [phone("312-555-0142"), phone("312-555-0143", { fax: true })],
      addresses: [address, { ...address, city: "Peoria" }],
      date_of_birth: "1980-02-29",
      job_title: "Baker",
    };
    const view = project(clio(), { ...facts, company: { id: "7", name: "Quill Ltd" } });
    expect(view).toMatchObject({ ...facts, company_name: "Quill Ltd" });
  });

  test("B-CTC-1: a MyCase contact of several companies names them all, by id whatever the order read in", () => {
    const companies = [
      { id: "12", name: "Zeta LLC", is_client: false },
      { id: "9", name: "Acme Inc", is_client: false },
    ];
    expect(projectContact(contactInput({}, { companies }), mycase()).company_name).toBe("Acme Inc, Zeta LLC");
  });

  test("B-CTC-2: primary e-mail only keeps just the primary on Clio, also where it is not valid", () => {
    const view = project(clio({ contacts: { primary_email_only: true } }), { emails: emails("not valid", "good@x.example") });
    expect(view.emails).toEqual(emails("not valid"));
    expect(view.state).toBe("skipped");
    expect(view.state_reason.code).toBe("no_channel");
  });

  test("B-CTC-2: primary e-mail only has no effect on MyCase", () => {
    const view = project(mycase({ contacts: { primary_email_only: true } }), { emails: emails("not valid", "good@x.example") });
    expect(view.emails).toHaveLength(2);
    expect(view.state).toBe("in");
  });

  test("B-CTC-7: a contact shows its provider id", () => {
    expect(project(clio(), { provider_id: "90071992547409931" }).provider_id).toBe("90071992547409931");
  });
});

describe("channels", () => {
  test("B-CTC-1: a fax number is kept but is no channel", () => {
    const view = project(clio(), { emails: [], phones: [phone("312-555-0142", { fax: true })] });
    expect(view.phones).toHaveLength(1);
    expect(view.channels.phones).toEqual([]);
    expect(view.state_reason).toMatchObject({ code: "no_channel", params: { faxes: 1, phones: 0 } });
  });

  test.each([
    ["(312) 555-0142", "US", "+13125550142", null],
    ["312.555.0142 x12", "US", "+13125550142", "12"],
    ["+1 312 555 0142 ext. 5", "US", "+13125550142", "5"],
    ["020 7946 0958", "GB", "+442079460958", null],
    ["+44 20 7946 0958", "US", "+442079460958", null],
    ["02 9876 5432", "AU", "+61298765432", null],
  ])("B-CTC-3: %s in %s is dialled %s, its extension apart", (text, country, number, extension) => {
    expect(readPhone(text, country)).toEqual({ number, extension });
  });

  test.each(["", "555-0142", "call me", "000-000-0000", "123-456-7890", "312-555-01422222222222", "911", "9".repeat(5000)])(
    "B-CTC-3: %s is no phone of a US firm",
    (text) => {
      expect(readPhone(text, "US")).toBeNull();
    },
  );

  test("B-CTC-3: a number without country needs a country that there is", () => {
    expect(readPhone("312 555 0142", "ZZ")).toBeNull();
    expect(readPhone("+1 312 555 0142", "ZZ")?.number).toBe("+13125550142");
  });

  test("B-CTC-3: the short way of reading North American numbers reads what the library reads", () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 10 }).map((list) => list.join(""));
    const shapes = [
      (d: string) => d,
      (d: string) => `(${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6)}`,
      (d: string) => `+1 ${d.slice(0, 3)}.${d.slice(3, 6)}.${d.slice(6)}`,
      (d: string) => `1-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`,
      (d: string) => ` ${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6)} `,
    ];
    fc.assert(
      fc.property(digits, fc.constantFrom(...shapes), fc.constantFrom("US", "CA"), (d, shape, country) => {
        expect(readPhone(shape(d), country)).toEqual(readWithLibrary(shape(d), country));
      }),
    );
  });

  test.each(["nora@quill.example", "n.o+tag@sub.quill.co.uk", "o'neil@x-y.org", "josé@correo.example", "a@münchen.de", "UPPER@X.COM"])(
    "B-CTC-3: %s is valid by form",
    (text) => {
      expect(isEmail(text)).toBe(true);
    },
  );

  test.each([
    "",
    "nora",
    "nora@",
    "@x.com",
    "nora@localhost",
    "no ra@x.com",
    "a@b@c.com",
    ".a@x.com",
    "a.@x.com",
    "a..b@x.com",
    "a@-x.com",
    "a@x-.com",
    "a@x..com",
    "a@1.2.3.4",
    "Nora <n@x.com>",
    "n@x.com, m@x.com",
    "n@x.c",
    `${"a".repeat(65)}@x.com`,
    `a@${"x".repeat(300)}.com`,
  ])("B-CTC-3: %s is not valid by form", (text) => {
    expect(isEmail(text)).toBe(false);
  });

  test("B-CTC-3: e-mails are compared in lower case, and each counts once", () => {
    expect(readChannels(person({ emails: emails("A@X.example", "a@x.example ", "b@x.example") }), "US").emails).toEqual([
      "a@x.example",
      "b@x.example",
    ]);
  });

  test.each(["street", "city", "postal_code"] as const)("B-CTC-3: an address without %s is no channel", (field) => {
    expect(readChannels(person({ emails: [], addresses: [{ ...address, [field]: " " }] }), "US").postal).toBe(false);
    expect(readChannels(person({ emails: [], addresses: [{ ...address, [field]: " " }, address] }), "US").postal).toBe(true);
  });

  test("B-CTC-3: state and country may be missing from a full postal address", () => {
    expect(project(clio(), { emails: [], addresses: [{ ...address, state: "", country: "" }] }).state).toBe("in");
  });
});
