import { describe, expect, test } from "vitest";
import { projectContact } from "./contact.ts";
import {
  ATTORNEYS,
  clientOf,
  clio,
  contactInput,
  lead,
  member,
  MEMBERS,
  mycase,
  onCase,
  originating,
  payerOf,
  project,
  related,
  staffMember,
} from "./testing.ts";

const ownerOf = (...args: Parameters<typeof project>) => project(...args).owner.member_id;
const primary = { owner: { fallback: "primary_member", primary_member: "m-ben" } } as const;

describe("the role", () => {
  test("B-OWN-1: the lead (Clio: responsible) attorney owns by default, the originating one by choice", () => {
    const staff = [originating("2"), lead("1")];
    expect(ownerOf(mycase(), {}, [payerOf({ staff })])).toBe("m-ada");
    expect(ownerOf(clio(), {}, [clientOf({ staff })])).toBe("m-ada");
    expect(ownerOf(mycase({ owner: { role: "originating" } }), {}, [payerOf({ staff })])).toBe("m-ben");
    expect(ownerOf(clio({ owner: { role: "originating" } }), {}, [clientOf({ staff })])).toBe("m-ben");
  });

  test("B-OWN-1: on Clio one primary member may own all, whoever the attorney is", () => {
    const ctx = clio({ owner: { role: "primary_member", primary_member: "m-ben" } });
    expect(project(ctx, {}, [clientOf({ staff: [lead("1")] })]).owner).toMatchObject({
      member_id: "m-ben",
      staff_id: null,
      reason: { rule: "B-OWN-1" },
    });
    expect(ownerOf(ctx, {})).toBe("m-ben");
  });

  test("B-OWN-1: a primary member who is not set or not active owns nothing, and the reason says so", () => {
    const unset = project(clio({ owner: { role: "primary_member" } }), {}).owner;
    expect(unset).toMatchObject({ member_id: null, reason: { params: { problem: "no primary member is set" } } });
    const members = [member({ active: false })];
    const inactive = project(clio({ owner: { role: "primary_member", primary_member: "m-ada" } }, { members }), {}).owner;
    expect(inactive).toMatchObject({ member_id: null, reason: { params: { problem: "the primary member, Ada Marsh, is inactive" } } });
  });
});

describe("the matter that decides", () => {
  const old = { decisive_at: "2025-01-01T00:00:00Z", staff: [lead("1")] };
  const recent = { decisive_at: "2026-01-01T00:00:00Z", staff: [lead("2")] };

  test("B-OWN-2: the most recently updated one where the contact is the client", () => {
    const parts = [clientOf({ ...old, provider_id: "9" }), clientOf({ ...recent, provider_id: "1" })];
    expect(project(clio(), {}, parts).owner).toMatchObject({ member_id: "m-ben", matter_id: "1", staff_id: "2" });
  });

  test("B-OWN-2: where they are the client comes before where they only take part, however recent", () => {
    expect(ownerOf(clio(), {}, [clientOf({ ...old, provider_id: "1" }), related({ ...recent, provider_id: "2" }, "Spouse")])).toBe("m-ada");
    expect(ownerOf(mycase(), {}, [payerOf({ ...old, provider_id: "1" }), onCase({ ...recent, provider_id: "2" })])).toBe("m-ada");
  });

  test("B-OWN-2: without a client matter, the most recent one they take part in", () => {
    expect(ownerOf(mycase(), {}, [onCase({ ...old, provider_id: "2" }), onCase({ ...recent, provider_id: "1" })])).toBe("m-ben");
    expect(project(clio(), {}, [related(recent, "Spouse")]).owner.reason.params).toMatchObject({ client: false });
  });

  test("B-OWN-2: a note that we wrote does not move the owner: the decisive time counts, not the update time", () => {
    const written_to = { provider_id: "1", decisive_at: "2025-01-01T00:00:00Z", staff: [lead("1")] };
    expect(project(clio(), {}, [clientOf(written_to), clientOf({ ...recent, provider_id: "2" })]).owner.matter_id).toBe("2");
  });

  test("B-OWN-2: ties go to the later opened date, then to the higher provider id", () => {
    const at = "2026-01-01T00:00:00Z";
    const tied = (provider_id: string, opened_on: string | null, staff_id: string) =>
      clientOf({ provider_id, opened_on, decisive_at: at, staff: [lead(staff_id)] });
    expect(ownerOf(clio(), {}, [tied("9", "2020-01-01", "1"), tied("8", "2021-01-01", "2")])).toBe("m-ben");
    expect(ownerOf(clio(), {}, [tied("9", null, "1"), tied("8", "1999-01-01", "2")])).toBe("m-ben");
    expect(project(clio(), {}, [tied("9", "2020-01-01", "1"), tied("10", "2020-01-01", "2")]).owner.matter_id).toBe("10");
    expect(project(clio(), {}, [tied("9007199254740993", null, "1"), tied("9007199254740992", null, "2")]).owner.matter_id).toBe(
      "9007199254740993",
    );
  });

  test("B-OWN-2: update times are compared as moments, whatever their offset, and a missing one is the oldest", () => {
    const parts = [
      clientOf({ provider_id: "1", decisive_at: "2026-01-01T01:00:00+02:00" }),
      clientOf({ provider_id: "2", decisive_at: "2026-01-01T00:00:00Z" }),
      clientOf({ provider_id: "3", decisive_at: null }),
    ];
    expect(project(clio(), {}, parts).owner.matter_id).toBe("2");
  });

  test("B-CLI-4: a company's matter counts as the contact's own, and the reason names the company", () => {
    const through = { via_company: { id: "7", name: "Acme" } };
    const { owner } = project(clio(), {}, [clientOf({ ...old, provider_id: "1" }), clientOf({ ...recent, provider_id: "2" }, through)]);
    expect(owner).toMatchObject({ member_id: "m-ben", matter_id: "2", reason: { params: { through: "Acme" } } });
  });
});

describe("the ladder", () => {
  test("B-OWN-3: the chosen role, else the other role, else the fallback", () => {
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [lead("1"), originating("2")] })])).toBe("m-ada");
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [originating("2")] })])).toBe("m-ben");
    expect(ownerOf(mycase({ owner: { role: "originating" } }), {}, [payerOf({ staff: [lead("1")] })])).toBe("m-ada");
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [] })])).toBeNull();
    expect(ownerOf(mycase(primary), {}, [payerOf({ staff: [] })])).toBe("m-ben");
  });

  test("B-OWN-3: without any matter the fallback owns: the primary member by default on Clio, nobody on MyCase", () => {
    expect(ownerOf(clio({ owner: { primary_member: "m-ben" } }), {})).toBe("m-ben");
    expect(project(mycase({ owner: { primary_member: "m-ben" } }), {}).owner).toMatchObject({
      member_id: null,
      matter_id: null,
      reason: { rule: "B-OWN-3", code: "owner_fallback" },
    });
  });

  test("B-OWN-3: the deciding matter's ladder is not left for another matter's attorney", () => {
    const parts = [clientOf({ provider_id: "1", decisive_at: "2020-01-01T00:00:00Z", staff: [lead("1")] }), clientOf({ provider_id: "2" })];
    expect(ownerOf(clio(), {}, parts)).toBeNull();
  });

  test("B-OWN-3: of two staff with one role the first in the provider's order owns", () => {
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [lead("2"), lead("1")] })])).toBe("m-ben");
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [lead("1"), lead("2")] })])).toBe("m-ada");
  });

  test("B-OWN-5: an attorney who is no member leaves the role vacant, and the reason says who and why", () => {
    const { owner } = project(mycase(), {}, [payerOf({ staff: [lead("3"), originating("2")] })]);
    expect(owner).toMatchObject({
      member_id: "m-ben",
      reason: { rule: "B-OWN-5", params: { passed_over: "the lead attorney, Cleo Voss, is not a member" } },
    });
  });

  test("B-OWN-5: of several in one role the first mapped one holds it", () => {
    expect(ownerOf(mycase(), {}, [payerOf({ staff: [lead("3"), lead("2"), originating("1")] })])).toBe("m-ben");
  });

  test("B-OWN-5: an inactive member leaves the role vacant, an inactive staff member with an active member does not", () => {
    const members = [member({ active: false }), MEMBERS[1]!];
    expect(ownerOf(mycase({}, { members }), {}, [payerOf({ staff: [lead("1"), originating("2")] })])).toBe("m-ben");
    expect(ownerOf(mycase({}, { staff: [staffMember({ active: false })] }), {}, [payerOf({ staff: [lead("1")] })])).toBe("m-ada");
  });

  test("B-OWN-5: an attorney whom the staff list does not know is vacant", () => {
    const { owner } = project(mycase(), {}, [payerOf({ staff: [lead("404")] })]);
    expect(owner).toMatchObject({ member_id: null, staff_id: null, matter_id: "500" });
    expect(owner.reason.params?.["passed_over"]).toBe("the lead attorney, staff #404, is not known yet; there is no originating attorney");
  });

  test("B-CON-8: staff and members are matched by e-mail, ignoring case, and never guessed where it is not one to one", () => {
    const on = [payerOf({ staff: [lead("1")] })];
    expect(ownerOf(mycase({}, { staff: [staffMember({ email: " ADA@firm.example " })] }), {}, on)).toBe("m-ada");
    const shared = [staffMember(), staffMember({ provider_id: "8", name: "Ada's desk" })];
    expect(project(mycase({}, { staff: shared }), {}, on).owner.reason.params?.["passed_over"]).toContain(
      "shares an e-mail with other staff",
    );
    const twice = [member(), member({ member_id: "m-2" })];
    expect(ownerOf(mycase({}, { members: twice }), {}, on)).toBeNull();
    expect(ownerOf(mycase({}, { staff: [staffMember({ email: "" })] }), {}, on)).toBeNull();
  });
});

describe("by hand", () => {
  const rule = (staff_id: string, member_id: string) => ({ owner: { attorney_rules: [{ staff_id, member_id }] } });
  const on = [payerOf({ staff: [lead("1")] })];

  test("B-OWN-4: a rule beats the e-mail mapping", () => {
    expect(project(mycase(rule("1", "m-ben")), {}, on).owner).toMatchObject({
      member_id: "m-ben",
      reason: { params: { mapped_by: "rule" } },
    });
    expect(ownerOf(mycase(rule("3", "m-ben")), {}, [payerOf({ staff: [lead("3")] })])).toBe("m-ben");
  });

  test("B-OWN-4: a pin beats everything, also one primary member who owns all", () => {
    const pinned = (ctx = mycase()) => projectContact(contactInput({}, { participations: on, pin: { member_id: "m-ben" } }), ctx).owner;
    expect(pinned()).toMatchObject({ member_id: "m-ben", staff_id: null, matter_id: null, reason: { rule: "B-OWN-4", code: "owner_pin" } });
    expect(pinned(mycase(rule("1", "m-ada"))).member_id).toBe("m-ben");
    expect(pinned(clio({ owner: { role: "primary_member", primary_member: "m-ada" } })).member_id).toBe("m-ben");
  });

  test.each(["m-ben", "m-gone"])("B-OWN-4: a pin to %s, who is inactive or gone, is ignored and listed", (member_id) => {
    const members = [MEMBERS[0]!, member({ member_id: "m-ben", name: "Ben Okoro", email: "b@x.example", active: false })];
    const view = projectContact(contactInput({}, { participations: on, pin: { member_id } }), mycase({}, { members }));
    expect(view.owner.member_id).toBe("m-ada");
    expect(view.issues).toMatchObject([{ rule: "B-OWN-4", code: "pin_ignored" }]);
  });

  test("B-OWN-4: a rule to an inactive member is ignored and listed, and the e-mail mapping holds again", () => {
    const members = [MEMBERS[0]!, member({ member_id: "m-ben", name: "Ben Okoro", email: "b@x.example", active: false })];
    const view = project(mycase(rule("1", "m-ben"), { members, staff: ATTORNEYS }), {}, on);
    expect(view.owner).toMatchObject({ member_id: "m-ada", reason: { params: { mapped_by: "email" } } });
    expect(view.issues).toMatchObject([
      { code: "rule_ignored", params: { attorney: "Ada Marsh", member: "Ben Okoro", problem: "is inactive" } },
    ]);
  });
});
