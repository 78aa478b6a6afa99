/**
 * Forms that clients fill in (B-WRB-9): what a form says, what an answer may be, and what of it goes to the provider. Pure. A field has one
 * of the kinds that both providers' custom fields have; a person is asked for as plain text, since no client knows the provider's ids.
 */
import { z } from "zod";

export const FIELD_TYPES = [
  "text",
  "long_text",
  "person",
  "email",
  "url",
  "number",
  "currency",
  "date",
  "time",
  "checkbox",
  "choice",
  "choices",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const MAX_FIELDS = 100;

const plain = (max: number) =>
  z
    .string()
    .max(max)
    // eslint-disable-next-line no-control-regex
    .refine((value) => !/[\0-\u0008\u000b\u000c\u000e-\u001f]/.test(value), "must be plain text");
const words = (max: number) =>
  z.strictObject({
    en: plain(max).refine((value) => value.trim() !== "", "must not be blank"),
    es: plain(max).default("").describe("Blank: the English words are shown"),
  });
const maybeWords = (max: number) => z.strictObject({ en: plain(max).default(""), es: plain(max).default("") }).default({ en: "", es: "" });
export type Words = { en: string; es: string };

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "must be lower case letters, digits and _")
  .describe("Names the field within its form; stays the same from version to version");

const option = z.strictObject({
  key,
  label: words(200),
  option_id: plain(200).min(1).nullable().default(null).describe("The provider's option, where the answer goes to a picklist"),
});

export const formFieldSchema = z.strictObject({
  key,
  type: z.enum(FIELD_TYPES).describe("`person`: somebody's name, as plain text"),
  label: words(300),
  help: maybeWords(1_000),
  required: z.boolean().default(false),
  show_when: z
    .strictObject({ field: key, is: plain(40).describe("An option's key; `true` or `false` for a checkbox") })
    .nullable()
    .default(null)
    .describe("Only shown when an earlier choice or checkbox says so"),
  options: z.array(option).max(50).default([]).describe("Of `choice` and `choices`"),
  target: z
    .strictObject({ field_id: plain(200).min(1) })
    .nullable()
    .default(null)
    .describe("The matter's custom field at the provider that the answer goes to"),
});
export type FormField = z.infer<typeof formFieldSchema>;

export const formDocumentSchema = z
  .strictObject({
    title: words(200),
    intro: maybeWords(4_000),
    thanks: maybeWords(2_000),
    sections: z
      .array(z.strictObject({ title: maybeWords(200), fields: z.array(formFieldSchema).min(1).max(MAX_FIELDS) }))
      .min(1)
      .max(20),
    due_days: z.number().int().min(1).max(365).nullable().default(null).describe("Days until it is due; null: it is not"),
    remind_days: z
      .number()
      .int()
      .min(1)
      .max(60)
      .nullable()
      .default(null)
      .describe("A reminder after so many days, in the firm's hours; at most two"),
    fill_blank: z
      .boolean()
      .default(true)
      .describe("Write into empty custom fields at once. False: a member confirms these too. What differs is always confirmed (B-WRB-9)"),
    on_phase: z
      .strictObject({
        type: plain(200).default("").describe("The project type's name; blank: any"),
        phase: plain(200).min(1).describe("Sent when a matter enters the phase of this name"),
        to: z.enum(["main_client", "everybody"]).default("main_client"),
      })
      .nullable()
      .default(null)
      .describe("Sent by itself, once for each matter; null: by hand only"),
  })
  .superRefine((form, ctx) => {
    const fault = (path: (string | number)[], message: string) => ctx.addIssue({ code: "custom", path, message });
    const before = new Map<string, FormField>();
    const targets = new Set<string>();
    if (fieldsOf(form).length > MAX_FIELDS) fault(["sections"], `a form has at most ${MAX_FIELDS} fields`);
    form.sections.forEach(({ fields }, section) =>
      fields.forEach((field, index) => {
        const at = (name: string) => ["sections", section, "fields", index, name];
        if (before.has(field.key)) fault(at("key"), "is used by an earlier field");
        if (field.target && targets.has(field.target.field_id)) fault(at("target"), "another answer goes there already");
        if (field.target) targets.add(field.target.field_id);
        const chosen = field.type === "choice" || field.type === "choices";
        if (chosen !== field.options.length > 0) fault(at("options"), chosen ? "needs at least one option" : "has no options");
        if (new Set(field.options.map((one) => one.key)).size < field.options.length) fault(at("options"), "names a key twice");
        if (field.show_when && !isCondition(before.get(field.show_when.field), field.show_when.is))
          fault(at("show_when"), "must name an earlier choice or checkbox and one of its values");
        before.set(field.key, field);
      }),
    );
  });
export type FormDocument = z.infer<typeof formDocumentSchema>;

function isCondition(field: FormField | undefined, is: string): boolean {
  if (field?.type === "checkbox") return is === "true" || is === "false";
  return (field?.type === "choice" || field?.type === "choices") && field.options.some((one) => one.key === is);
}

export const fieldsOf = (form: Pick<FormDocument, "sections">): FormField[] => form.sections.flatMap((section) => section.fields);

export const say = (said: Words, language: "en" | "es"): string => (language === "es" && said.es.trim() !== "" ? said.es : said.en);

export type AnswerValue = string | boolean | string[] | null;
export const answerValueSchema = z.union([z.string().max(20_000), z.boolean(), z.array(z.string().max(40)).max(50), z.null()]);

/** Why an answer is none; the page has words for each. */
export type AnswerFault =
  | "required"
  | "too_long"
  | "not_plain"
  | "not_email"
  | "not_url"
  | "not_number"
  | "not_date"
  | "not_time"
  | "not_option";

const LONGEST: Partial<Record<FieldType, number>> = { text: 250, person: 250, email: 250, url: 2_000, long_text: 10_000 };

/** As it is kept, or why it is no answer to this field. A blank one is null. What somebody is still typing is kept too: `partial`. */
export function readAnswer(field: FormField, value: AnswerValue, partial: boolean): { value: AnswerValue } | { fault: AnswerFault } {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return { value: null };
  if (field.type === "checkbox") return typeof value === "boolean" ? { value } : { fault: "not_option" };
  if (field.type === "choices") {
    const known = Array.isArray(value) && value.every((each) => field.options.some((one) => one.key === each));
    return known ? { value: [...new Set(value)] } : { fault: "not_option" };
  }
  if (typeof value !== "string") return { fault: "not_plain" };
  if (field.type === "choice") return field.options.some((one) => one.key === value) ? { value } : { fault: "not_option" };
  // eslint-disable-next-line no-control-regex
  if (/[\0-\u0008\u000b\u000c\u000e-\u001f]/.test(value) || (field.type !== "long_text" && /[\r\n]/.test(value)))
    return { fault: "not_plain" };
  if (value.length > (LONGEST[field.type] ?? 100)) return { fault: "too_long" };
  const text = partial ? value : value.trim();
  const fault = partial ? null : typeFault(field.type, text);
  return fault ? { fault } : { value: text === "" ? null : text };
}

function typeFault(type: FieldType, text: string): AnswerFault | null {
  if (text === "") return null;
  switch (type) {
    case "email":
      return z.email().safeParse(text).success ? null : "not_email";
    case "url":
      return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? null : "not_url";
    case "number":
      return numberIn(text) === null ? "not_number" : null;
    case "currency":
      return /^-?\d{1,12}(\.\d{1,2})?$/.test(bare(text)) ? null : "not_number";
    case "date":
      return isDate(text) ? null : "not_date";
    case "time":
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? null : "not_time";
    default:
      return null;
  }
}

/** As Americans write amounts: a $ before, commas between thousands. */
const bare = (text: string): string => text.replace(/^(-?)\$\s*/, "$1").replaceAll(/,(?=\d{3}(\D|$))/g, "");
const numberIn = (text: string): string | null => (/^-?\d{1,15}(\.\d{1,6})?$/.test(bare(text)) ? bare(text) : null);
const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "1800" || text > "2300") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

export type Answers = Readonly<Record<string, AnswerValue>>;

/** The fields that are there to be filled in: one that hangs on a field which is hidden is hidden too. */
export function shownFields(form: Pick<FormDocument, "sections">, answers: Answers): FormField[] {
  const shown = new Set<string>();
  return fieldsOf(form).filter((field) => {
    const { show_when } = field;
    const there = show_when === null || (shown.has(show_when.field) && says(answers[show_when.field] ?? null, show_when.is));
    if (there) shown.add(field.key);
    return there;
  });
}

/** A box that nobody has ticked is not ticked. */
const says = (value: AnswerValue, is: string): boolean =>
  Array.isArray(value) ? value.includes(is) : is === "false" ? value !== true : String(value ?? "") === is;

/** What stands against handing it in, by field; answers as they will be kept. */
export function readAnswers(
  form: FormDocument,
  given: Answers,
): { answers: Record<string, AnswerValue>; faults: Record<string, AnswerFault> } {
  const answers: Record<string, AnswerValue> = {};
  const faults: Record<string, AnswerFault> = {};
  for (const field of shownFields(form, given)) {
    const read = readAnswer(field, given[field.key] ?? null, false);
    if ("fault" in read) faults[field.key] = read.fault;
    else if (field.required && (read.value === null || read.value === false)) faults[field.key] = "required";
    else answers[field.key] = read.value;
  }
  return { answers, faults };
}

/** An answer as people read it. */
export function answerText(field: FormField, value: AnswerValue, language: "en" | "es" = "en"): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const label = (each: string) => say(field.options.find((one) => one.key === each)?.label ?? { en: each, es: "" }, language);
  if (Array.isArray(value)) return value.map(label).join("; ");
  return field.type === "choice" ? label(value) : value;
}

/** Which of the provider's types an answer can go to. */
const FITS: Record<FieldType, readonly string[]> = {
  text: ["text_line", "text_area"],
  long_text: ["text_area"],
  person: ["text_line", "text_area"],
  email: ["email", "text_line", "text_area"],
  url: ["url", "text_area"],
  number: ["numeric", "text_line", "text_area"],
  currency: ["currency", "numeric", "text_line", "text_area"],
  date: ["date", "text_line", "text_area"],
  time: ["time", "text_line", "text_area"],
  checkbox: ["checkbox", "text_line", "text_area"],
  choice: ["picklist", "text_line", "text_area"],
  choices: ["text_area"],
};

export const fits = (type: FieldType, custom_field_type: string): boolean => FITS[type].includes(custom_field_type);

export interface Target {
  type: string;
  options: readonly { id: string; text: string; deleted: boolean }[];
}

/** The value as the provider takes it; null: there is none, and nothing is written. */
export function providerValue(provider: "clio" | "mycase", field: FormField, value: AnswerValue, target: Target): string | null {
  if (value === null) return null;
  if (target.type === "checkbox") return String(value === true);
  if (target.type === "picklist") {
    const chosen = field.options.find((one) => one.key === value);
    const option = target.options.find((one) => one.id === chosen?.option_id && !one.deleted);
    // Clio takes the option's id (clio.md 9.5), MyCase its text (mycase.md 4.10).
    return option === undefined ? null : provider === "clio" ? option.id : option.text;
  }
  if (field.type === "number" || field.type === "currency") return bare(String(value));
  return answerText(field, value);
}
