import { expect, test } from "vitest";
import { clioSetup, mycaseSetup } from "../../test/connector_setups.ts";
import { VendorError } from "../model/connector.ts";
import { probeAccount, refusedOf } from "./probe.ts";

for (const [name, make] of [
  ["Clio", clioSetup],
  ["MyCase", mycaseSetup],
] as const) {
  test(`B-CON-3: ${name} is asked for one row of each kind, and says yes to an administrator`, async () => {
    const { connector, session, sent } = make();
    const probe = await probeAccount(connector, session, true);
    expect(probe.checks.map(({ what, allowed }) => [what, allowed])).toEqual(
      ["contacts", "matters", "staff", "fields", "webhooks"].map((what) => [what, true]),
    );
    const sizes = sent.map(({ request }) => new URL(request.url).searchParams).map((query) => query.get("limit") ?? query.get("page_size"));
    expect(sizes.filter((size) => size !== null).slice(0, 4)).toEqual(["1", "1", "1", "1"]);
  });

  test(`B-SYN-1: ${name} is asked nothing but who it is for an account that only writes`, async () => {
    const { connector, session, sent } = make();
    expect((await probeAccount(connector, session, false)).checks).toEqual([]);
    expect(sent.every(({ request }) => /who_am_i|\/me$|\/firm$/.test(new URL(request.url).pathname))).toBe(true);
  });
}

test("B-CON-3: an answer that fails in passing is no refusal", async () => {
  const { connector, session } = clioSetup();
  const failing = {
    ...connector,
    webhook: { ...connector.webhook, subscriptions: () => ({ list: () => Promise.reject(new VendorError("transient", "no answer")) }) },
  };
  const probe = await probeAccount(failing as unknown as typeof connector, session, true);
  expect(probe.checks.at(-1)).toMatchObject({ what: "webhooks", allowed: null, said: "no answer" });
  expect(refusedOf(probe)).toEqual([]);
});

test("B-CON-3: no plan is named, and each refusal names the permission to give", async () => {
  const { connector, session } = clioSetup({ switches: { permissions: [] } });
  const refused = refusedOf(await probeAccount(connector, session, true).catch(() => ({ at: "", user_is_admin: null, checks: [] })));
  for (const { said, remedy } of refused) {
    expect(said).toContain("forbidden");
    expect(remedy).not.toMatch(/EasyStart|Essentials|Advanced|Complete|Basic|Pro\b/);
  }
  expect(refused.map((each) => /“(.+?)”/.exec(each.remedy ?? "")?.[1])).toEqual([
    "Contacts",
    "Matters",
    "Users",
    "Custom Fields",
    "Webhooks",
  ]);
});
