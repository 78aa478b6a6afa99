/** What entries of the audit log are called, and where what they are about is to be seen. */
import { plain, word } from "./words.ts";

const AREAS: Record<string, string> = {
  activity: "Activities",
  api_key: "API keys",
  application: "Applications",
  automation: "Automations",
  automation_batch: "Held batches",
  automation_email: "Automated e-mails",
  automation_start: "Starts of automations",
  connection: "Connections",
  contact: "Contacts",
  contacts: "Contacts, many at once",
  delivery: "Deliveries",
  file: "Files",
  firm: "Firm",
  form: "Forms",
  first_run: "First run",
  held: "Held changes",
  invitation: "Invitations",
  keys: "Encryption keys",
  mail: "Mail",
  mail_server: "Mail server",
  matter: "Matters",
  member: "Members",
  outbox: "Outbox",
  password: "Passwords",
  portal: "Clients' portal",
  projection: "Working out anew",
  run: "Syncs",
  second_factor: "Second factor",
  settings: "Settings",
  sign_in: "Sign-ins",
  task: "Tasks",
  text: "Texts",
  texting: "Texting",
  template: "Templates",
  webhook_endpoint: "Webhooks of your own",
  webhooks: "Webhooks of the provider",
};

const ACTIONS: Record<string, string> = {
  "activity.edit": "Changed an activity",
  "activity.file": "Chose a matter",
  "activity.log": "Logged an activity",
  "activity.unfile": "Took back the choice of a matter",
  "api_key.create": "Made an API key",
  "api_key.revoke": "Revoked an API key",
  "application.remove": "Removed the firm's application",
  "application.set": "Set the firm's application",
  "automation.add": "Made an automation",
  "automation.off": "Switched an automation off",
  "automation.on": "Switched an automation on",
  "automation.opt_in": "Allowed automated e-mail again",
  "automation.opt_out": "Stopped automated e-mail to an address",
  "automation.pause": "Paused automations",
  "automation.preview": "Tried an automation on a contact",
  "automation.remove": "Took an automation away",
  "automation.rules": "Set hours and limits",
  "automation.save": "Saved an automation",
  "automation.start": "Started an automation by hand",
  "automation.unpause": "Ended a pause",
  "automation_batch.approve": "Approved a held batch, or part of it",
  "automation_batch.dismiss": "Dismissed a held batch, or part of it",
  "automation_email.resolve": "Said what became of an e-mail",
  "automation_start.approve": "Let a start go on",
  "automation_start.dismiss": "Dismissed a start",
  "connection.connect": "Connected an account",
  "connection.disconnect": "Disconnected an account",
  "connection.erase": "Erased a connection's data",
  "connection.refused": "A sign-in at the provider was refused",
  "connection.sync_user": "Chose who reads for the firm",
  "contacts.bulk": "Changed many contacts",
  "matters.bulk": "Changed many matters",
  "matters.export": "Took matters away as a table",
  "matters.pause": "Paused automations of many matters",
  "matters.undo": "Undid a change of many matters",
  "matters.unpause": "Ended pauses of many matters",
  "contacts.export": "Took contacts away as a table",
  "delivery.cancel": "Cancelled a delivery",
  "delivery.accept_twins": "Left a delivery at the provider more than once",
  "delivery.unaccept_twins": "Took back that a delivery may be there more than once",
  "delivery.cancel_many": "Cancelled many deliveries",
  "delivery.confirm": "Confirmed a delivery",
  "delivery.retry": "Had a delivery sent again",
  "delivery.retry_many": "Had many deliveries sent again",
  "file.upload": "Uploaded a file",
  "firm.change": "Changed the firm",
  "firm.sign_up": "Set up the firm",
  "held.approve": "Let held changes through",
  "held.refuse": "Refused held changes",
  "invitation.accept": "Joined by invitation",
  "invitation.create": "Invited somebody",
  "invitation.revoke": "Took back an invitation",
  "keys.rotate": "Exchanged the encryption keys",
  "mail.retry": "Had a mail tried again",
  "mail_server.remove": "Removed the mail server",
  "mail_server.set": "Set the mail server",
  "mail_server.test": "Tried the mail server",
  "matter.main_client_name": "Named a main client",
  "matter.main_client_remove": "Left the main client to the rule",
  "member.add": "Added a member",
  "member.change": "Changed a member",
  "password.change": "Changed their password",
  "password.reset": "Chose a new password by a link",
  "password.reset_link": "Made a link for a new password",
  "run.start": "Started a sync",
  "second_factor.off": "Turned the second factor off",
  "second_factor.on": "Turned the second factor on",
  "form.add": "Made a form",
  "form.dismiss_held": "Decided never to send held forms",
  "form.remove": "Took a form away",
  "form.save": "Saved a form",
  "form.send": "Sent a form",
  "form.send_held": "Sent held forms",
  "form.value_keep": "Kept the provider's value beside a client's answer",
  "form.value_same": "Found a client's answer at the provider already",
  "form.value_write": "Had a client's answer written over the provider's value",
  "form.withdraw": "Took a form back",
  "portal.address": "Said whose a shared address is",
  "portal.document": "Shared a document with a client, or got one",
  "portal.document_received": "Opened a shared document",
  "portal.inbox_notices": "Said which letters of clients' messages they want",
  "portal.mail_decided": "Said whose an answer by e-mail is",
  "portal.mail_held": "Answered by e-mail, held for a member",
  "portal.message": "Wrote a message in the portal",
  "portal.message_read": "Read messages of the portal",
  "portal.thread": "Began to write to a client",
  "portal.thread_set": "Gave a client's messages to somebody, or called them done",
  "mail_in.set": "Set up answers by e-mail",
  "mail_in.remove": "Turned answers by e-mail off",
  "portal.invite": "Invited a client to the portal",
  "portal.notice": "Decided about a letter to a client",
  "portal.preferences": "Said how to be told",
  "portal.revoke": "Shut a client out of the portal",
  "portal.session_end": "Ended a session of the portal",
  "portal.sign_in": "Signed in to the portal",
  "portal.sign_in_asked": "Asked for a link to the portal",
  "portal.sign_in_refused": "Was not let into the portal",
  "portal.form_submitted": "Handed in a form",
  "value.write": "Had a custom field written",
  "second_factor.start": "Began to set up a second factor",
  "settings.change": "Changed settings",
  "settings.preview": "Tried settings",
  sign_in: "Signed in",
  "sign_in.link": "Made a link to sign in",
  "task.done": "Ticked a task off",
  "task.reopen": "Took a task back",
  "text.decided": "Said whose a text is",
  "text.held": "Texted, held for a member",
  "text.settle": "Decided about a text",
  "text.start": "Texted START",
  "text.stop": "Texted STOP",
  "text.write": "Texted a client",
  "texting.off": "Switched texting off",
  "texting.on": "Switched texting on",
  "texting.remove": "Forgot the account for texts",
  "texting.set": "Set the account for texts",
  "texting.test": "Tried texting",
  "template.add": "Wrote a template",
  "template.remove": "Took a template away",
  "template.save": "Saved a template",
  "webhook_endpoint.change": "Changed a webhook",
  "webhook_endpoint.create": "Made a webhook",
  "webhook_endpoint.delete": "Removed a webhook",
  "webhook_endpoint.retry": "Had events sent again",
  "webhook_endpoint.rotate_secret": "Replaced a webhook's secret",
  "webhook_endpoint.test": "Tried a webhook",
};

const areaOf = (action: string): string => action.split(".")[0]!;

export const actionWords = (action: string): string => ACTIONS[action] ?? plain(action.replaceAll(".", " "));

/** For a list to choose from: each area, then what was done in it. */
export function actionOptions(actions: readonly string[]): { group: string; items: { value: string; label: string }[] }[] {
  const areas = [...Map.groupBy(actions, areaOf)].toSorted(([a], [b]) => word(AREAS, a).localeCompare(word(AREAS, b)));
  return areas.map(([area, names]) => {
    const each = names.map((value) => ({ value, label: actionWords(value) }));
    return { group: word(AREAS, area), items: names.length > 1 ? [{ value: area, label: `All of: ${word(AREAS, area)}` }, ...each] : each };
  });
}

/** Null: it has no page of its own. */
export function targetHref(action: string, target: string): string | null {
  switch (areaOf(action)) {
    case "delivery":
      return action.endsWith("_many") ? "/outbox" : `/outbox/${target}`;
    case "activity":
      return action === "activity.log" || action === "activity.edit" ? `/outbox?activity=${target}` : "/outbox";
    case "webhook_endpoint":
      return action === "webhook_endpoint.delete" ? null : `/webhooks/${target}`;
    case "automation":
      return /\.(add|save|on|off)$/.test(action) ? `/automations/${target}` : "/automations";
    case "automation_batch":
      return `/automation-batches/${target}`;
    case "automation_start":
      return `/automation-starts/${target}`;
    case "automation_email":
      return "/automations?show=emails";
    case "template":
      return action === "template.remove" ? "/automations?show=templates" : `/automation-templates/${target}`;
    case "form":
      if (action.endsWith("_held")) return "/forms?show=held";
      return /\.(add|save)$/.test(action) ? `/forms/${target}` : action === "form.remove" ? "/forms" : `/form-requests/${target}`;
    case "value":
      return `/outbox/${target}`;
    case "task":
      return "/tasks?whose=all";
    case "api_key":
      return "/api-keys";
    case "member":
    case "invitation":
      return "/members";
    case "mail":
    case "mail_server":
      return "/mail";
    case "connection":
    case "application":
      return "/connections";
    case "settings":
      return `/settings?connection=${target}`;
    case "run":
      return "/runs";
    default:
      return null;
  }
}

export const WAYS = { session: "at the page", api_key: "by an API key", command_line: "at the command line" } as const;

/** `role: member → admin` rather than JSON, where it says what was before and after. */
export function detailWords(detail: Record<string, unknown>): string {
  const { before, after, ...rest } = detail;
  const lines = Object.entries(rest)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${plain(name)}: ${text(value)}`);
  if (isObject(before) && isObject(after))
    for (const [name, value] of Object.entries(after))
      if (text(value) !== text(before[name])) lines.push(`${plain(name)}: ${text(before[name])} → ${text(value)}`);
  return lines.join(" · ");
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(text).join(", ")
    : typeof value === "string"
      ? value
      : typeof value === "boolean"
        ? value
          ? "yes"
          : "no"
        : JSON.stringify(value);
