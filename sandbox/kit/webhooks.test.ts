import { expect, test } from "vitest";
import { createClock } from "./clock.ts";
import { createWebhookSender } from "./webhooks.ts";
import type { WebhookSenderOptions } from "./webhooks.ts";

const MINUTE = 60_000;

function setup(answers: (number | "down")[], options: Partial<WebhookSenderOptions> = {}) {
  const clock = createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });
  const received: { at: string; body: string }[] = [];
  const sender = createWebhookSender({
    clock,
    seed: 5,
    retry_waits: [2 * MINUTE, 4 * MINUTE],
    verdict: (status) => (status === 410 ? "gone" : status !== null && status < 400 ? "ok" : "retry"),
    async deliver(request) {
      received.push({ at: clock.now().toISOString().slice(14, 19), body: await request.text() });
      const answer = answers.shift() ?? 200;
      if (answer === "down") throw new TypeError("fetch failed");
      return new Response(null, { status: answer });
    },
    ...options,
  });
  const send = (body: string) => sender.send({ subscription_id: 1, about: body, url: "https://receiver.example/hook", headers: {}, body });
  return { clock, received, sender, send };
}

test("a delivery that fails is tried again after each wait, then given up", async () => {
  const { clock, received, sender, send } = setup([500, "down", 503]);
  send("a");
  await sender.settle();
  await clock.advance(2 * MINUTE);
  await clock.advance(4 * MINUTE);
  await clock.advance(60 * MINUTE);
  expect(received.map((one) => one.at)).toEqual(["00:00", "02:00", "06:00"]);
  expect(sender.deliveries()[0]).toMatchObject({ state: "given_up", attempts: [{ status: 500 }, { status: null }, { status: 503 }] });
});

test("a receiver that recovers gets the delivery, one that is gone is left alone", async () => {
  const { clock, sender, send } = setup([500, 200, 410]);
  send("a");
  await sender.settle();
  await clock.advance(2 * MINUTE);
  send("b");
  await sender.settle();
  expect(sender.deliveries().map((one) => one.state)).toEqual(["delivered", "gone"]);
});

test("the messenger can lose, double, delay and reorder", async () => {
  const { clock, received, sender, send } = setup([]);
  sender.knobs.loss = 1;
  send("lost");
  Object.assign(sender.knobs, { loss: 0, duplicates: 1 });
  send("twice");
  Object.assign(sender.knobs, { duplicates: 0, reorder: 1 });
  send("late");
  sender.knobs.reorder = 0;
  send("early");
  await sender.settle();
  await clock.advance(MINUTE);
  expect(received.map((one) => one.body)).toEqual(["twice", "early", "twice", "late"]);
  expect(sender.deliveries()[0]?.state).toBe("lost");
});

test("nothing is sent any more for a subscription that is not wanted", async () => {
  let wanted = true;
  const { clock, received, sender, send } = setup([500], { still_wanted: () => wanted });
  send("a");
  await sender.settle();
  wanted = false;
  await clock.advance(2 * MINUTE);
  expect([received.length, sender.deliveries()[0]?.state]).toEqual([1, "given_up"]);
});
