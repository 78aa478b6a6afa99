/** How a tag is written and compared (B-TAG-8), and what text a custom field's value has (B-TAG-7). */
import type { CustomFieldFacts, CustomFieldType, CustomValueFact } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import { foldKey, squeeze } from "./text.ts";

const MAX_CODE_POINTS = 64;

/** White space squeezed, cut at 64 code points; a blank that the cut leaves at the end goes too, since no tag has outer blanks. */
export function tagName(text: string): string {
  const squeezed = squeeze(text);
  if (squeezed.length <= MAX_CODE_POINTS) return squeezed;
  const points = Array.from(squeezed.slice(0, 2 * MAX_CODE_POINTS + 2));
  return points.length <= MAX_CODE_POINTS ? squeezed : points.slice(0, MAX_CODE_POINTS).join("").trimEnd();
}

/** Two tags are the same when their keys are. */
export const tagKey = (text: string): string => tagName(text).toLowerCase();

const CLIO_TAG_TYPES: ReadonlySet<CustomFieldType> = new Set(["checkbox", "currency", "numeric", "picklist", "text_line", "text_area"]);
const MYCASE_OTHER_TYPES: ReadonlySet<CustomFieldType> = new Set(["text_area", "date"]);

/** Clio: the types that B-TAG-7 lists. MyCase: all but long text and date. */
export const isTagField = (provider: Provider, type: CustomFieldType): boolean =>
  provider === "clio" ? CLIO_TAG_TYPES.has(type) : !MYCASE_OTHER_TYPES.has(type);

/** The value as the provider writes it; "" when blank. A picklist's is its option's text, deleted or not. */
export function customText(field: CustomFieldFacts | undefined, value: CustomValueFact["value"], provider: Provider): string {
  if (value === null) return "";
  const text = String(value).trim();
  return field?.type === "picklist" ? optionText(field, text, provider) : text;
}

/** Clio gives the option's id, MyCase its text (a firm's own agent saw it; clio.md 8.6, mycase.md 4.10): each is tried first where it is usual. */
function optionText(field: CustomFieldFacts, value: string, provider: Provider): string {
  const by_id = field.options.find((option) => option.id === value);
  const by_text = field.options.find((option) => option.text === value);
  return (provider === "clio" ? (by_id ?? by_text) : (by_text ?? by_id))?.text ?? value;
}

/** Providers write true as JSON or as text (clio.md 8.6: accept both). */
export const isTicked = (value: CustomValueFact["value"]): boolean =>
  value === true || value === 1 || (typeof value === "string" && /^(?:true|1)$/i.test(value.trim()));

const TICKED = new Set(["true", "1", "yes", "ticked", "checked"]);
const UNTICKED = new Set(["false", "0", "no"]);

/** Whether a field's text is the value that an admin wrote (B-MAT-4, B-MAT-8): ignoring case and blanks; a ticked box is true, yes or 1 alike. */
export function isValue(field: CustomFieldFacts | undefined, text: string, wanted: string): boolean {
  const [have, want] = [foldKey(text), foldKey(wanted)];
  if (have === want || field?.type !== "checkbox") return have === want;
  return (TICKED.has(have) && TICKED.has(want)) || (UNTICKED.has(have) && UNTICKED.has(want));
}
