import { describe, expect, test } from "vitest";
import type { ContactFacts, MatterStatus } from "../model/facts.ts";
import { projectContact } from "./contact.ts";
import { clientOf, clio, contactInput, mycase, onCase, payerOf, project, related, tagNames } from "./testing.ts";
import type { Participation } from "./types.ts";

const acme = { id: "7", name: "Acme" };
const matters = (part: typeof clientOf, ...statuses: MatterStatus[]): Participation[] =>
  statuses.map((status, index) => part({ status, provider_id: String(500 + index), number: `2026-0${500 + index}` }));
const statusTags = (facts: Partial<ContactFacts>, parts: Participation[], ctx = clio()) =>
  tagNames(project(ctx, facts, parts)).filter((name) => name.includes("Client"));

describe("MyCase", () => {
  test.each<[MatterStatus[], string, string[]]>([
    [["open"], "active", ["Client", "Active Client"]],
    [["closed", "open", "closed"], "active", ["Client", "Active Client"]],
    [["closed", "closed"], "past", ["Client", "Past Client"]],
  ])("B-CLI-1: who pays for cases that are %s is %s", (statuses, status, tags) => {
    const view = project(mycase(), {}, matters(payerOf, ...statuses));
    expect(view.client_status).toBe(status);
    expect(tagNames(view)).toEqual(["MyCase", ...tags]);
    expect(view.status_reason.rule).toBe("B-CLI-1");
  });

  test("B-CLI-1: being on a case makes nobody a client, nor does a group called Client", () => {
    const ctx = mycase(
      { tags: { people_group: true } },
      { people_groups: [{ provider_id: "4", name: "Client", practice_area_id: null, position: null }] },
    );
    const view = project(ctx, { people_group_id: "4" }, [onCase()]);
    expect(view.client_status).toBeNull();
    expect(tagNames(view)).toEqual(["MyCase", "Group: Client"]);
  });

  test("B-CLI-4: a person of a paying company is its client where they are on the case too", () => {
    const view = project(mycase(), {}, [onCase(), payerOf({}, { via_company: acme })]);
    expect(view).toMatchObject({
      client_status: "active",
      takes_part: true,
      status_reason: { rule: "B-CLI-4", params: { through: "Acme" } },
    });
  });

  test("B-CLI-4: a person of a paying company who is on another case only is not its client", () => {
    const view = project(mycase(), {}, [onCase({ provider_id: "501" }), payerOf({ provider_id: "500" }, { via_company: acme })]);
    expect(view.client_status).toBeNull();
  });

  test("B-CLI-4: own and company cases count together", () => {
    const parts = [
      payerOf({ provider_id: "1", status: "closed" }),
      onCase({ provider_id: "2" }),
      payerOf({ provider_id: "2" }, { via_company: acme }),
    ];
    expect(project(mycase(), {}, parts).client_status).toBe("active");
  });
});

describe("Clio", () => {
  test.each<[MatterStatus[], string, string]>([
    [["open", "pending", "closed"], "active", "Active Client"],
    [["pending", "closed"], "pending", "Pending Client"],
    [["closed", "closed"], "past", "Past Client"],
  ])("B-CLI-2: client of matters that are %s is %s", (statuses, status, tag) => {
    const view = project(clio(), {}, matters(clientOf, ...statuses));
    expect(view.client_status).toBe(status);
    expect(statusTags({}, matters(clientOf, ...statuses))).toEqual(["Client", tag]);
  });

  test("B-CLI-2: the flag without a visible matter is Client only, and the reason says so", () => {
    const view = project(clio(), { is_client: true });
    expect(view).toMatchObject({ client_status: "client", status_reason: { rule: "B-CLI-2", code: "status_flag" } });
    expect(statusTags({ is_client: true }, [])).toEqual(["Client"]);
  });

  test("B-CLI-2: Client stays when all matters close, flag or not", () => {
    expect(statusTags({ is_client: false }, matters(clientOf, "closed"))).toEqual(["Client", "Past Client"]);
    expect(statusTags({ is_client: true }, matters(clientOf, "closed"))).toEqual(["Client", "Past Client"]);
  });

  test("B-CLI-3: the stage never decides", () => {
    expect(project(clio(), {}, [clientOf({ status: "open", stage: "Closed" })]).client_status).toBe("active");
    expect(project(clio(), {}, [clientOf({ status: "closed", stage: "Open" })]).client_status).toBe("past");
  });

  test("B-CLI-2: a relationship makes nobody a client, whatever its text", () => {
    expect(project(clio(), {}, [related({}, "Client")]).client_status).toBeNull();
  });

  test("B-CLI-4: a person of the client company is treated as its client everywhere, through the company", () => {
    const staff = [{ staff_id: "2", lead: true, originating: false, responsible_staff: false }];
    const view = project(clio(), {}, [clientOf({ practice_area: "Tax", staff }, { via_company: acme })]);
    expect(view).toMatchObject({
      client_status: "active",
      takes_part: false,
      status_reason: { rule: "B-CLI-4", params: { through: "Acme" } },
      owner: { member_id: "m-ben", reason: { params: { through: "Acme", client: true } } },
    });
    expect(tagNames(view)).toContain("Tax");
    expect(view.tags.find((tag) => tag.name === "Tax")?.reasons[0]?.params).toMatchObject({ through: "Acme" });
  });

  test("B-CLI-4: own and company matters count together", () => {
    const parts = [
      clientOf({ provider_id: "1", status: "closed" }),
      clientOf({ provider_id: "2", status: "pending" }, { via_company: acme }),
    ];
    expect(project(clio(), {}, parts).client_status).toBe("pending");
  });

  test("B-CLI-4: a company with only the flag passes on Client only", () => {
    const input = contactInput({ company: acme }, { companies: [{ ...acme, is_client: true }] });
    const view = projectContact(input, clio());
    expect(view).toMatchObject({
      client_status: "client",
      takes_part: false,
      status_reason: { rule: "B-CLI-4", params: { through: "Acme" } },
    });
    expect(tagNames(view)).toEqual(["Clio", "Person", "Client"]);
  });

  test("B-CLI-4: what a company is related to does not count for its people", () => {
    expect(project(clio(), {}, [related({}, "Insurer", "1", { via_company: acme })]).client_status).toBeNull();
  });

  test("B-CLI-4: whoever is related to the company's matter takes part in it", () => {
    const view = project(clio(), {}, [clientOf({}, { via_company: acme }), related({}, "Director")]);
    expect(view).toMatchObject({ client_status: "active", takes_part: true });
  });

  test("B-CLI-4: taking part in another matter is not taking part in the one that makes them a client", () => {
    const view = project(clio(), {}, [clientOf({ provider_id: "1" }, { via_company: acme }), related({ provider_id: "2" }, "Spouse")]);
    expect(view).toMatchObject({ client_status: "active", takes_part: false });
  });
});

test.each([
  ["clio", clio(), clientOf],
  ["mycase", mycase(), payerOf],
] as const)("B-MAT-8: on %s a matter kept as a lead makes nobody a client", (_, ctx, part) => {
  expect(project(ctx, {}, [part({ lead: true })]).client_status).toBeNull();
  expect(project(ctx, {}, [part({ lead: true, provider_id: "1" }), part({ status: "closed", provider_id: "2" })]).client_status).toBe(
    "past",
  );
});

test("B-WHY-1: a status names the matters that make it so, the most recent own one first, and counts the rest", () => {
  const parts = Array.from({ length: 9 }, (_, index) =>
    clientOf({ provider_id: String(index + 1), number: `M${index + 1}`, decisive_at: `2026-0${index + 1}-01T00:00:00Z` }),
  );
  const { status_reason } = project(clio(), {}, [
    ...parts,
    clientOf({ provider_id: "50", decisive_at: "2026-12-01T00:00:00Z" }, { via_company: acme }),
  ]);
  expect(status_reason.params).toEqual({ count: 10, matter: "M9", through: null });
  expect(status_reason.sources).toHaveLength(5);
  expect(status_reason.sources[0]).toEqual({ kind: "matter", id: "9" });
});
