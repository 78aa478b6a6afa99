/** Threads of portal messages (fact sheet 6.3): what a client takes part in is announced to them by e-mail; nothing but the client's own list reads them. */
import type { Body } from "./input.ts";
import { optionalRef, readBody, ref, refs, text, wrong } from "./input.ts";
import type { Case, MessageThread, Ref } from "./types.ts";
import type { Call, WriteContext } from "./write_context.ts";
import { touch } from "./write_context.ts";

/** One untyped id: staff first. */
function sender(from: Ref, who: { clients: Ref[]; staff: Ref[] }, call: Call, { tables, switches }: WriteContext): Ref {
  if (!tables.staff.get(from.id) && !tables.clients.get(from.id)) wrong("/sender/id", "is neither a staff member nor a client");
  const part = [...who.clients, ...who.staff].some((one) => one.id === from.id) || from.id === call.user_id;
  if (switches.thread_sender === "self" && from.id !== call.user_id) wrong("/sender/id", "must be yourself");
  if (switches.thread_sender === "participant" && !part) wrong("/sender/id", "must take part in the thread");
  return from;
}

function recipients(body: Body, matter: Case | null, { tables, switches }: WriteContext): { clients: Ref[]; staff: Ref[] } {
  const clients = refs(body, "client_recipients");
  const staff = refs(body, "staff_recipients");
  for (const [place, { id }] of clients.entries()) {
    const linked = !matter || !switches.thread_clients_linked || matter.clients.some((one) => one.id === id);
    if (!tables.clients.get(id) || !linked)
      wrong(`/client_recipients/${place}/id`, matter ? "is not a client of this case" : "does not exist");
  }
  for (const [place, { id }] of staff.entries()) if (!tables.staff.get(id)) wrong(`/staff_recipients/${place}/id`, "does not exist");
  return { clients, staff };
}

export async function createThread(call: Call, context: WriteContext): Promise<Response> {
  const { tables, switches, serializer } = context;
  const body = await readBody(call.request);
  const matter = call.parent as Case | null;
  const who = recipients(body, matter, context);
  const row = tables.message_threads.insert({
    subject: text(body, "subject", switches.subject_maximum),
    first_message_body: text(body, "first_message_body", switches.text_maximum),
    sender: sender(optionalRef(body, "sender") ?? { id: call.user_id }, who, call, context),
    case: matter ? { id: matter.id } : null,
    ...who,
    written_by: call.user_id,
  });
  touch("cases", matter?.id, switches.thread_bumps_case, context);
  return Response.json(serializer.plain(row), { status: 201 });
}

export async function createMessage(call: Call, context: WriteContext): Promise<Response> {
  const { tables, switches, serializer } = context;
  const body = await readBody(call.request);
  const thread = call.parent as MessageThread;
  const row = tables.messages.insert({
    sender: sender(ref(body, "sender"), thread, call, context),
    body: text(body, "body", switches.text_maximum),
    message_thread: { id: thread.id, subject: thread.subject },
    written_by: call.user_id,
  });
  touch("cases", thread.case?.id, switches.thread_bumps_case, context);
  return Response.json(serializer.plain(row), { status: 201 });
}

/** Firm users see only threads that they take part in (H 9370049). */
export function seesThread(row: MessageThread, user_id: number, { threads_private }: WriteContext["switches"]): boolean {
  const part = row.sender.id === user_id || row.written_by === user_id || row.staff.some((one) => one.id === user_id);
  return part || !threads_private;
}
