import { describe, expect, test } from "vitest";
import { clioSetup, mycaseSetup, openApiOf, wrongRequests, type Setup } from "../../test/connector_setups.ts";

const DAY = 86_400_000;
const URL_OF_OURS = "https://privity.example/hooks/x/y/z";

async function subscribed(setup: Setup) {
  const calls = setup.connector.webhook.subscriptions(setup.session);
  const made = [];
  for (const { model } of setup.connector.webhook.models) made.push(await calls.create({ model, url: URL_OF_OURS }));
  return { calls, made };
}

for (const [name, make] of [
  ["Clio", clioSetup],
  ["MyCase", mycaseSetup],
] as const) {
  describe(`B-SYN-8: ${name}'s subscriptions`, () => {
    test("each model is created, listed, read and deleted; the secret comes with it, and the vendor's document allows each request", async () => {
      const setup = make();
      const { calls, made } = await subscribed(setup);
      expect(made.map((one) => one.model)).toEqual(setup.connector.webhook.models.map(({ model }) => model));
      for (const one of made) {
        expect(one).toMatchObject({ url: URL_OF_OURS, secret: expect.stringMatching(/^[0-9a-f]{16,}$/) as string });
        expect(await calls.read(one.id)).toMatchObject({ id: one.id, model: one.model, secret: one.secret });
      }
      expect((await calls.list()).map((one) => one.id)).toEqual(made.map((one) => one.id));
      await calls.remove(made[0]!.id);
      await calls.remove(made[0]!.id); // also when it is gone already
      expect(await calls.read(made[0]!.id)).toBe(null);
      expect(await calls.renew(made[0]!.id)).toBe(null);
      expect((await calls.list()).map((one) => one.id)).toEqual(made.slice(1).map((one) => one.id));
      expect(wrongRequests(setup, openApiOf(setup.connector.provider))).toEqual([]);
    });

    test("a creation whose answer is lost is not asked for again: the list shows what came of it", async () => {
      const setup = make();
      const calls = setup.connector.webhook.subscriptions(setup.session);
      setup.sandbox.faults.script("answer_dropped", /webhooks/, 1);
      const { model } = setup.connector.webhook.models[0]!;
      await expect(calls.create({ model, url: URL_OF_OURS })).rejects.toMatchObject({ failure: "transient" });
      expect(await calls.list()).toHaveLength(1);
    });
  });
}

describe("B-SYN-8: what only Clio has", () => {
  test("it is asked for 30 days, and a renewal asks for 30 days from then", async () => {
    const setup = clioSetup();
    const { calls, made } = await subscribed(setup);
    const days = (expires_at: string | null) => (Date.parse(expires_at ?? "") - setup.sandbox.clock.now().getTime()) / DAY;
    expect(days(made[0]!.expires_at)).toBeCloseTo(30, 1);
    await setup.sandbox.clock.advance(21 * DAY);
    expect(days((await calls.read(made[0]!.id))!.expires_at)).toBeCloseTo(9, 1);
    expect(days((await calls.renew(made[0]!.id))!.expires_at)).toBeCloseTo(30, 1);
  });

  test("it stays pending until the handshake, which may come from our side", async () => {
    const setup = clioSetup();
    const { calls, made } = await subscribed(setup);
    const { id, secret } = made[0]!;
    expect(made[0]!.state).toBe("pending");
    await expect(calls.activate(id, "another")).rejects.toMatchObject({ failure: "broken" });
    expect((await calls.activate(id, secret!))!.state).toBe("enabled");
  });

  test("the watch list holds what we read, within 1000 characters, with and without the field that not every Clio knows", async () => {
    for (const responsible_staff_field of [true, false]) {
      const setup = clioSetup({ switches: { responsible_staff_field } });
      await setup.connector.reader(setup.session).page({ kind: "matter", part: "open", since: null, cursor: null });
      await subscribed(setup);
      const asked = setup.sent
        .filter(({ request }) => request.method === "POST")
        .map(({ body }) => JSON.parse(body) as { data: { fields: string } });
      for (const { data } of asked) expect(data.fields.length).toBeLessThanOrEqual(1000);
      expect(asked.at(-1)!.data.fields.includes("responsible_staff")).toBe(responsible_staff_field);
      expect(asked.at(-1)!.data.fields).toContain("custom_field_values");
    }
  });
});
