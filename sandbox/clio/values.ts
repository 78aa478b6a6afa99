/** Custom field values as Clio shows them (clio.md 8.6). */
import type { ContactRow, CustomFieldRow, CustomValue, MatterRow, PicklistOption, Revised } from "./rows.ts";
import type { Row } from "../kit/types.ts";
import type { ClioField } from "./resource.ts";
import { Redacted, childOf, one, resource, rowFields, scalar, stored, lazy } from "./resource.ts";
import { compileNames } from "./fields.ts";
import type { View } from "./view.ts";

/** A value beside its definition; `value_id` null: shown although never set. */
interface ShownValue extends Row, Revised {
  value_id: string | null;
  definition: CustomFieldRow;
  value: CustomValue["value"];
}

/** The composite id; its number is the value record's, not the definition's. */
const valueId = (definition: CustomFieldRow, id: number): string => `${definition.field_type}-${id}`;

function shownValues(parent: (ContactRow | MatterRow) & Row, kind: "Contact" | "Matter", view: View): ShownValue[] {
  const shown: ShownValue[] = [];
  for (const own of parent.custom_field_values) {
    const definition = view.tables.custom_fields.get(own.custom_field_id);
    if (!definition || (view.custom_field_ids && !view.custom_field_ids.has(definition.id))) continue;
    shown.push({ ...times(parent), id: own.id, value_id: valueId(definition, own.id), definition, value: own.value });
  }
  if (view.switches.unset_custom_field !== "absent") shown.push(...unset(parent, kind, view));
  return shown;
}

const times = (parent: Row & Revised) => ({ created_at: parent.created_at, updated_at: parent.updated_at, revision: parent.revision ?? 0 });

/** Fields that are shown by default but were never set: without an id by the vendor's text, with a real one by an observer's. */
function unset(parent: (ContactRow | MatterRow) & Row, kind: "Contact" | "Matter", view: View): ShownValue[] {
  const set = new Set(parent.custom_field_values.map((own) => own.custom_field_id));
  const shown: ShownValue[] = [];
  for (const definition of view.tables.custom_fields.scan()) {
    if (definition.parent_type !== kind || !definition.displayed || definition.deleted || set.has(definition.id)) continue;
    if (view.custom_field_ids && !view.custom_field_ids.has(definition.id)) continue;
    const placeholder =
      view.switches.unset_custom_field === "placeholder" ? valueId(definition, parent.id * 100 + definition.display_order) : null;
    shown.push({ ...times(parent), id: 0, value_id: placeholder, definition, value: null });
  }
  return shown;
}

function shownValue(row: ShownValue, view: View): CustomValue["value"] {
  const { value } = row;
  if (value === null || view.switches.custom_value_types === "text") return value === null ? null : String(value);
  return row.definition.field_type === "picklist" ? String(value) : value;
}

function optionOf(row: ShownValue): PicklistOption | undefined {
  if (row.definition.field_type !== "picklist") return undefined;
  return row.definition.picklist_options.find((option) => option.id === Number(row.value));
}

export const picklistOption = lazy(() =>
  resource<PicklistOption & Row & Revised>("PicklistOption", rowFields("PicklistOption"), stored<PicklistOption>("option", "deleted_at")),
);

export const customField = lazy(() =>
  resource<CustomFieldRow>(
    "CustomField",
    rowFields("CustomField"),
    stored<CustomFieldRow>("name", "parent_type", "field_type", "displayed", "deleted", "required", "display_order"),
    [["picklist_options", manyOptions()]],
  ),
);

/** An option, bare inside braces, may or may not tell its text (clio.md 2): a switch. */
function optionField(): ClioField<ShownValue> {
  const plain = one<ShownValue, PicklistOption & Row & Revised>(picklistOption, (row) => {
    const option = optionOf(row);
    return option && childOf(row.definition, option);
  });
  const told = compileNames(picklistOption(), ["id", "option"], 2);
  return {
    kind: "association",
    compile(inner, depth) {
      const show = (plain as Extract<ClioField<ShownValue>, { kind: "association" }>).compile(inner, depth);
      return (row, view) => {
        const option = optionOf(row);
        if (inner || !option || !view.switches.bare_picklist_option_has_option) return show(row, view);
        return told(childOf(row.definition, option), view);
      };
    },
  };
}

function manyOptions(): ClioField<CustomFieldRow> {
  return {
    kind: "association",
    compile(inner) {
      const show = compileNames(picklistOption(), inner ?? ["id", "etag"], 2);
      return (row, view) => row.picklist_options.map((option) => show(childOf(row, option), view));
    },
  };
}

/** The matter that a value of type `matter` names shows two fields only. */
const matterSelection = lazy(() => resource<MatterRow>("CustomFieldMatterSelection", stored<MatterRow>("id", "display_number")));

/** `contact` is passed in: contacts and values refer to each other. */
export function customValue(contact: () => ReturnType<typeof resource<ContactRow>>) {
  return resource<ShownValue>("CustomFieldValue", rowFields("CustomFieldValue"), [
    ["id", scalar((row) => row.value_id)],
    ["field_name", scalar((row) => row.definition.name)],
    ["field_type", scalar((row) => row.definition.field_type)],
    ["field_required", scalar((row) => row.definition.required)],
    ["field_displayed", scalar((row) => row.definition.displayed)],
    ["field_display_order", scalar((row) => row.definition.display_order)],
    ["value", scalar(shownValue)],
    ["soft_deleted", scalar((row) => row.definition.deleted)],
    ["custom_field", one(customField, (row) => row.definition)],
    ["picklist_option", optionField()],
    [
      "matter",
      one(matterSelection, (row, view) => {
        const found = row.definition.field_type === "matter" ? view.tables.matters.get(Number(row.value)) : undefined;
        return found && !view.viewer.sees_matter(found) ? new Redacted(found.id) : found;
      }),
    ],
    [
      "contact",
      one(contact, (row, view) => {
        const found = row.definition.field_type === "contact" ? view.tables.contacts.get(Number(row.value)) : undefined;
        return found && !view.viewer.sees_contact(found.id) ? new Redacted(found.id) : found;
      }),
    ],
  ]);
}

/** The values of a contact or matter; on some accounts stripped to their ids without a word (clio.md 8.5). */
export function valuesField<R extends ContactRow | MatterRow>(
  kind: "Contact" | "Matter",
  contact: () => ReturnType<typeof resource<ContactRow>>,
): ClioField<R> {
  const value = lazy(() => customValue(contact));
  return {
    kind: "association",
    compile(inner) {
      const show = compileNames(value(), inner ?? ["id", "etag"], 2);
      return (row, view) => {
        const shown = shownValues(row, kind, view);
        return view.switches.stripped_custom_values ? shown.map((one) => ({ id: one.value_id })) : shown.map((one) => show(one, view));
      };
    },
  };
}
