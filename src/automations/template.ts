/**
 * Texts with merge fields, `{{contact.first_name}}`: each field's value, else its fallback, else the e-mail is held. What is put in is
 * never read again as a template, and is text alone: no markup, no line breaks in a subject.
 */
export const FIELDS = {
  "contact.first_name": "First name",
  "contact.last_name": "Last name",
  "contact.name": "Full name",
  "contact.company": "Company",
  "owner.name": "Owner's name",
  "owner.email": "Owner's e-mail",
  "firm.name": "The firm",
  "matter.name": "Matter",
  "matter.number": "Matter number",
  "matter.practice_area": "Practice area",
  "matter.phase": "Phase, in the client's words",
  "fact.label": "Key fact",
  "fact.date": "Key fact's day",
} as const;
export type Field = keyof typeof FIELDS;
export type Values = Partial<Record<Field, string>>;

export interface Template {
  subject: string;
  body: string;
  /** What stands in where a field is empty; null: the e-mail is held. */
  fallbacks: Partial<Record<Field, string | null>>;
}

const MERGE = /\{\{\s*([^{}]*?)\s*\}\}/g;

export function fieldsOf({ subject, body }: Pick<Template, "subject" | "body">): string[] {
  return [...new Set([...`${subject}\n${body}`.matchAll(MERGE)].map((match) => match[1]!))];
}

export const isField = (name: string): name is Field => Object.hasOwn(FIELDS, name);

/** As the list of merge fields calls it. */
export const fieldWords = (name: string): string => (isField(name) ? FIELDS[name] : name);

/** What is wrong with it, each with the part that has to be mended. */
export function faultsOf(template: Template): { path: string; message: string }[] {
  const fields = fieldsOf(template);
  const faults = fields
    .filter((name) => !isField(name))
    .map((name) => ({ path: "body", message: `there is no merge field {{${name}}}; there are ${Object.keys(FIELDS).join(", ")}` }));
  for (const name of fields.filter(isField))
    if (template.fallbacks[name] === undefined)
      faults.push({ path: `fallbacks.${name}`, message: "say what stands in where this is empty, or null to hold the e-mail then" });
  const rest = `${template.subject}\n${template.body}`.replaceAll(MERGE, "");
  if (/\{\{|\}\}/.test(rest)) faults.push({ path: "body", message: "has a {{ or }} without its other half" });
  return faults;
}

export type Rendered = { subject: string; body: string; fell_back: Field[]; missing: null } | { missing: string };

export function render(template: Template, values: Values): Rendered {
  const fell_back = new Set<Field>();
  let missing: string | null = null;
  const put = (name: string): string => {
    const value = isField(name) ? clean(values[name] ?? "") : "";
    if (value !== "") return value;
    const fallback = isField(name) ? (template.fallbacks[name] ?? null) : null;
    if (fallback === null) missing ??= name;
    else fell_back.add(name as Field);
    return fallback ?? "";
  };
  const fill = (text: string) => text.replaceAll(MERGE, (_, name: string) => put(name));
  const subject = clean(fill(template.subject)).slice(0, 250);
  const body = fill(template.body).replaceAll(/\r\n?/g, "\n");
  if (missing !== null) return { missing };
  // Nothing left to say: a field that the whole subject was made of fell back to nothing.
  if (subject === "" || body.trim() === "") return { missing: subject === "" ? "subject" : "body" };
  return { subject, body, fell_back: [...fell_back], missing: null };
}

/** One line of plain text: control characters and ends of lines become blanks. */
const clean = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
