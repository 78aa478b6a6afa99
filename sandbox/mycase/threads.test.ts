import { describe, expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import type { Json } from "./testing.ts";
import { get, rows, send, still } from "./testing.ts";
import type { MyCaseSandbox } from "./types.ts";

const ruth = myCaseId("staff", "ruth");
const THREAD = { subject: "Text messages", first_message_body: "Hello.\nRef. AAAABBBBCCCCDDDD", staff_recipients: [{ id: ruth }] };

function withCase(sandbox: MyCaseSandbox) {
  const matter = [...sandbox.tables.cases.scan()].find((row) => row.clients.some((one) => sandbox.tables.clients.get(one.id)?.email));
  const client = matter?.clients.find((one) => sandbox.tables.clients.get(one.id)?.email);
  if (!matter || !client) throw new Error("No case with a client");
  return { matter, client };
}

const made = async (answer: Response): Promise<Json> => {
  expect(answer.status).toBe(201);
  return (await answer.json()) as Json;
};

describe("portal messages", () => {
  test("among staff only: nobody would be told by e-mail, and no list shows the thread", async () => {
    const sandbox = still();
    const { matter } = withCase(sandbox);
    const thread = await made(await send(sandbox, "POST", `cases/${matter.id}/message_threads`, THREAD));
    expect(thread).toMatchObject({ case: { id: matter.id }, clients: [], staff: [{ id: ruth }] });
    await made(await send(sandbox, "POST", `message_threads/${thread.id}/messages`, { sender: { id: ruth }, body: "More" }));
    expect([sandbox.would_email, sandbox.would_email_count()]).toEqual([[], 0]);
    for (const path of [
      `message_threads/${thread.id}`,
      "message_threads",
      `message_threads/${thread.id}/messages`,
      `cases/${matter.id}/message_threads`,
    ])
      expect((await get(sandbox, path)).status).toBe(404);
  });

  test("every client among the recipients would be told by e-mail, of the thread and of each message but their own", async () => {
    const sandbox = still();
    const { matter, client } = withCase(sandbox);
    const thread = await made(
      await send(sandbox, "POST", `cases/${matter.id}/message_threads`, { ...THREAD, client_recipients: [client] }),
    );
    await made(await send(sandbox, "POST", `message_threads/${thread.id}/messages`, { sender: { id: ruth }, body: "More" }));
    await made(await send(sandbox, "POST", `message_threads/${thread.id}/messages`, { sender: client, body: "Thanks" }));
    expect(sandbox.would_email).toMatchObject([
      { client_id: client.id, thread_id: thread.id, subject: "Text messages", email: expect.stringContaining("@") as string },
      { client_id: client.id, thread_id: thread.id },
    ]);
    sandbox.switches.client_thread_emails = false;
    await send(sandbox, "POST", "message_threads", { ...THREAD, client_recipients: [client] });
    expect(sandbox.would_email_count()).toBe(2);
  });

  test("a client's list is the only one that shows threads, and to those only who take part", async () => {
    const sandbox = still();
    const { client } = withCase(sandbox);
    const author = sandbox.grant(ruth).access_token;
    const thread = await made(await send(sandbox, "POST", "message_threads", { ...THREAD, client_recipients: [client] }, author));
    expect(thread["sender"]).toEqual({ id: ruth });
    expect((await rows(sandbox, `clients/${client.id}/message_threads`, author)).map((row) => row.id)).toEqual([thread.id]);
    expect(await rows(sandbox, `clients/${client.id}/message_threads`)).toEqual([]);
    expect((await send(sandbox, "POST", `message_threads/${thread.id}/messages`, { sender: { id: ruth }, body: "x" })).status).toBe(404);
    sandbox.switches.threads_private = false;
    expect(await rows(sandbox, `clients/${client.id}/message_threads`)).toHaveLength(1);
  });

  test("who may be the sender is a switch", async () => {
    const sandbox = still();
    const other = [...sandbox.tables.staff.scan()].find((row) => row.id !== ruth)?.id as number;
    const token = sandbox.grant(ruth).access_token;
    const post = (id: number) => send(sandbox, "POST", "message_threads", { ...THREAD, staff_recipients: [], sender: { id } }, token);
    expect((await post(other)).status).toBe(201);
    sandbox.switches.thread_sender = "participant";
    expect([(await post(other)).status, (await post(ruth)).status]).toEqual([422, 201]);
    sandbox.switches.thread_sender = "self";
    expect([(await post(other)).status, (await post(ruth)).status]).toEqual([422, 201]);
    expect((await post(1)).status).toBe(422);
  });

  test("a client who is not on the case cannot be brought into its thread", async () => {
    const sandbox = still();
    const { matter } = withCase(sandbox);
    const stranger = [...sandbox.tables.clients.scan()].find((row) => !matter.clients.some((one) => one.id === row.id))?.id;
    const body = { ...THREAD, client_recipients: [{ id: stranger }] };
    expect((await send(sandbox, "POST", `cases/${matter.id}/message_threads`, body)).status).toBe(422);
    sandbox.switches.thread_clients_linked = false;
    expect((await send(sandbox, "POST", `cases/${matter.id}/message_threads`, body)).status).toBe(201);
  });

  test("a message fires its webhook, without what is not the provider's to tell", async () => {
    const told: unknown[] = [];
    const sandbox = still({
      deliver: async (request) => {
        told.push(await request.json());
        return new Response(null);
      },
    });
    await send(sandbox, "POST", "webhooks/subscriptions", { model: "message", url: "https://receiver.example/", actions: ["created"] });
    const thread = await made(await send(sandbox, "POST", "message_threads", THREAD));
    await send(sandbox, "POST", `message_threads/${thread.id}/messages`, { sender: { id: ruth }, body: "More. Ref. EEEEFFFFGGGGHHHH" });
    await sandbox.settle();
    expect(told).toMatchObject([{ resource: "Message", action: "created", resource_body: { body: "More. Ref. EEEEFFFFGGGGHHHH" } }]);
    expect(JSON.stringify(told)).not.toContain("written_by");
    expect([...sandbox.written.markers()].map((one) => [one.marker, one.records])).toEqual([
      ["AAAABBBBCCCCDDDD", ["message_threads:1"]],
      ["EEEEFFFFGGGGHHHH", ["messages:1"]],
    ]);
    const { client } = withCase(sandbox);
    const open = await made(await send(sandbox, "POST", "message_threads", { ...THREAD, client_recipients: [client] }));
    await send(sandbox, "POST", `message_threads/${open.id}/messages`, { sender: { id: ruth }, body: "Seen with the client" });
    const under = sandbox.written.records({ parent: `contact:${client.id}` });
    expect(under.map((one) => one.text)).toEqual([THREAD.first_message_body, "Seen with the client"]);
  });
});
