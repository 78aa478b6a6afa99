/** Which custom fields count: each with what it holds, how many contacts have each value, and the tag that it would give (B-TAG-7, B-KEY-2). */
import { Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, type FoundFields } from "../api.ts";
import { Chip } from "./chip.tsx";
import { About, listOf, type FieldProps } from "./setting_fields_plain.tsx";
import { settingAbout, settingName } from "./setting_words.ts";
import { Loading, Trouble } from "./states.tsx";
import { number, plain } from "./words.ts";

type Field = FoundFields["items"][number];

/** Counting goes through all contacts: what was counted is good for a while. */
export const COUNTED_FOR_MS = 300_000;
const FEW = 8;

export function CustomFields({ connection, setting, value, change, error }: FieldProps) {
  const path = `/connections/${connection.connection_id}/settings/fields`;
  const query = useApi<FoundFields>(path, { of: "contact" }, { staleTime: COUNTED_FOR_MS });
  const [typed, setTyped] = useState("");
  const chosen = listOf(value);
  const gives_tags = setting.path === "tags.custom_fields";
  const fields = (query.data?.items ?? []).filter((field) => (gives_tags ? field.tag !== null : field.type === "date"));
  const gone = query.data ? chosen.filter((id) => !fields.some((field) => field.id === id)) : [];
  const toggle = (id: string) => change(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const shown = fields.filter((field) => field.name.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <Stack gap="sm" role="group" aria-label={settingName(setting.path)}>
      <About error={error}>{settingAbout(setting)}</About>
      {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading what="the custom fields and what they hold" />}
      {query.data?.cut && <Text size="sm">Counted over the first {number(query.data.counted)} contacts.</Text>}
      {query.data && fields.length === 0 && <Text size="sm">The provider has no such custom field of contacts.</Text>}
      {fields.length > FEW && (
        <TextInput type="search" label="Find a field" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      )}
      {shown.map((field) => (
        <OneField
          key={field.id}
          field={field}
          checked={chosen.includes(field.id)}
          toggle={() => toggle(field.id)}
          gives_tags={gives_tags}
        />
      ))}
      {gone.map((id) => (
        <Checkbox key={id} checked onChange={() => toggle(id)} label={`${id} (not there any more)`} />
      ))}
    </Stack>
  );
}

function OneField({ field, checked, toggle, gives_tags }: { field: Field; checked: boolean; toggle: () => void; gives_tags: boolean }) {
  const samples = field.type === "checkbox" ? [] : field.values.slice(0, 6);
  return (
    <div className="found">
      <Checkbox checked={checked} onChange={toggle} label={field.name} />
      <Text size="sm" c="dimmed" ml={32}>
        {plain(field.type)} · {field.records === 0 ? "no contact has a value" : `${number(field.records)} contacts have a value`}
      </Text>
      {samples.length > 0 && (
        <Text size="sm" ml={32}>
          {samples.map(({ text, records }) => `${text} (${number(records)})`).join(", ")}
          {(field.more || field.values.length > samples.length) && ", …"}
        </Text>
      )}
      {gives_tags && field.tag !== null && (
        <Text size="sm" ml={32} component="div">
          Gives tags such as <Chip>{field.tag}</Chip>
        </Text>
      )}
    </div>
  );
}
