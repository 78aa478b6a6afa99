/** Calls (fact sheet 6.2): taken with 202 and no word of an id, there a while later, or never. */
import { Refusal } from "./answers.ts";
import type { Body } from "./input.ts";
import { choice, flag, optionalRef, readBody, ref, text, time, wrong } from "./input.ts";
import type { Call as CallRow } from "./types.ts";
import type { Call, WriteContext } from "./write_context.ts";
import { done, touch } from "./write_context.ts";

type Content = Omit<CallRow, "id" | "created_at" | "updated_at" | "case" | "written_by">;

/** The vendor's `required` names caller_name, client and lead, of which exactly one may be sent. */
function content(body: Body, { tables, switches }: WriteContext): Content {
  const call_for = ref(body, "call_for");
  if (!tables.staff.get(call_for.id)) wrong("/call_for/id", "is not a staff member");
  const client = optionalRef(body, "client");
  const lead = optionalRef(body, "lead");
  const caller_name = body["caller_name"] == null ? null : text(body, "caller_name", switches.subject_maximum);
  const named = [client, lead, caller_name].filter((one) => one !== null).length;
  if (named !== 1) wrong("/caller_name", "client and lead: exactly one of the three must be sent");
  if (client && !tables.clients.get(client.id)) wrong("/client/id", "does not exist");
  if (lead && !tables.leads.get(lead.id)) wrong("/lead/id", "does not exist");
  return {
    called_at: time(body, "called_at"),
    caller_phone_number: text(body, "caller_phone_number", switches.subject_maximum),
    call_for,
    message: text(body, "message", switches.text_maximum),
    caller_name,
    client,
    lead,
    call_type: choice(body, "call_type", ["incoming", "outgoing"], "incoming"),
    resolved: flag(body, "resolved", false),
  };
}

const taken = (): Response => new Response(null, { status: 202 });

export async function createCall(call: Call, context: WriteContext): Promise<Response> {
  const { clock, tables, switches, written, random } = context;
  const body = await readBody(call.request);
  const lost = random.next() < switches.call_refused_silently_rate;
  let row: Content;
  try {
    row = content(body, context);
  } catch (error) {
    if (error instanceof Refusal && switches.call_validation === "silent") return taken();
    throw error;
  }
  if (lost) return taken();
  const make = (): void => {
    tables.calls.insert({ ...row, case: null, written_by: call.user_id });
    touch("clients", row.client?.id, switches.call_bumps_client, context);
  };
  if (switches.call_delay_seconds === 0) make();
  else {
    const made = written.expect();
    clock.at(new Date(clock.now().getTime() + switches.call_delay_seconds * 1000), () => {
      make();
      made();
    });
  }
  return taken();
}

export async function changeCall(call: Call, context: WriteContext): Promise<Response> {
  const row = context.tables.calls.update(call.parent?.id as number, content(await readBody(call.request), context));
  touch("clients", row.client?.id, context.switches.call_bumps_client, context);
  return done();
}

export async function removeCall(call: Call, context: WriteContext): Promise<Response> {
  const row = call.parent as CallRow;
  context.tables.calls.remove(row.id);
  touch("clients", row.client?.id, context.switches.call_bumps_client, context);
  return done();
}
