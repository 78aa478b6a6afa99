/** A form while it is being built: small changes to a plain document. */
import type { FormDocument, FormField, FormPlaces } from "../api.ts";

export const BLANK = { en: "", es: "" };

export const NEW_FORM: FormDocument = {
  title: BLANK,
  intro: BLANK,
  thanks: BLANK,
  sections: [{ title: BLANK, fields: [] }],
  due_days: null,
  remind_days: 3,
  fill_blank: true,
  on_phase: null,
};

export const allFields = (form: FormDocument): FormField[] => form.sections.flatMap(({ fields }) => fields);

/** Never one that was there before: what was answered belongs to a key. */
function nextKey(letter: string, keys: readonly string[]): string {
  const numbers = keys.map((key) => Number(new RegExp(`^${letter}(\\d+)$`).exec(key)?.[1] ?? 0));
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

export const newField = (form: FormDocument): FormField => ({
  key: nextKey(
    "q",
    allFields(form).map(({ key }) => key),
  ),
  type: "text",
  label: BLANK,
  help: BLANK,
  required: false,
  show_when: null,
  options: [],
  target: null,
});

export const hasOptions = ({ type }: Pick<FormField, "type">): boolean => type === "choice" || type === "choices";

export const newOption = (options: FormField["options"]): FormField["options"][number] => ({
  key: nextKey(
    "o",
    options.map(({ key }) => key),
  ),
  label: BLANK,
  option_id: null,
});

/** Another kind keeps what it can: options for choices alone, and a place only where it fits. */
export function withType(field: FormField, type: FormField["type"], places: FormPlaces["fields"]): FormField {
  const place = places.find((one) => one.field_id === field.target?.field_id);
  const next = { ...field, type, target: place?.fits.includes(type) ? field.target : null };
  if (!hasOptions(next)) return { ...next, options: [] };
  return next.options.length > 0 ? next : { ...next, options: [newOption([])] };
}

/** A picklist brings its options along. */
export function withTarget(field: FormField, field_id: string, places: FormPlaces["fields"]): FormField {
  const place = places.find((one) => one.field_id === field_id);
  if (!place) return { ...field, target: null, options: field.options.map((option) => ({ ...option, option_id: null })) };
  const target = { field_id };
  if (place.type !== "picklist") return { ...field, target };
  const said = field.options.filter((option) => option.label.en.trim() !== "");
  const options =
    said.length > 0
      ? said.map((option) => ({
          ...option,
          option_id: place.options.find((one) => one.text.trim().toLowerCase() === option.label.en.trim().toLowerCase())?.option_id ?? null,
        }))
      : place.options
          .slice(0, 50)
          .map((one, index) => ({ key: `o${index + 1}`, label: { en: one.text.slice(0, 200), es: "" }, option_id: one.option_id }));
  return { ...field, target, options };
}

/** A condition names an earlier field: what it cannot name any more it does not name. */
export function tidy(form: FormDocument): FormDocument {
  const before = new Map<string, FormField>();
  return {
    ...form,
    sections: form.sections.map((section) => ({
      ...section,
      fields: section.fields.map((field) => {
        const on = field.show_when === null ? undefined : before.get(field.show_when.field);
        const stands = on !== undefined && conditionValues(on).some(({ value }) => value === field.show_when!.is);
        const next = { ...field, show_when: stands ? field.show_when : null };
        before.set(field.key, next);
        return next;
      }),
    })),
  };
}

export const conditionValues = (field: FormField): { value: string; label: string }[] =>
  field.type === "checkbox"
    ? [
        { value: "true", label: "is ticked" },
        { value: "false", label: "is not ticked" },
      ]
    : field.options.map((option) => ({ value: option.key, label: `is “${option.label.en}”` }));

export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list];
  const [one] = next.splice(index, 1);
  next.splice(index + by, 0, one!);
  return next;
}
