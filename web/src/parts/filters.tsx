/** Fields of lists that live in the address. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useConnections } from "../api.ts";
import { useQueryValue } from "./router.tsx";
import { PROVIDERS } from "./words.ts";

/** Searches while one types, at each key: an answer takes less time than it takes to press the next one. */
export function SearchField({ label, placeholder }: { label: string; placeholder: string }) {
  const [value, setValue] = useQueryValue("q");
  const [typed, setTyped] = useState(value);
  return (
    <TextInput
      type="search"
      size="md"
      label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setValue(event.currentTarget.value.trim());
      }}
    />
  );
}

export function Choice({ name, label, options }: { name: string; label: string; options: { value: string; label: string }[] }) {
  const [value, setValue] = useQueryValue(name);
  return <NativeSelect label={label} data={options} value={value} onChange={(event) => setValue(event.currentTarget.value)} />;
}

/** Shown where there is more than one. */
export function ConnectionChoice() {
  const items = useConnections().data?.items ?? [];
  if (items.length < 2) return null;
  const options = items.map((item) => ({ value: item.connection_id, label: `${PROVIDERS[item.provider]} · ${item.account_name}` }));
  return <Choice name="connection" label="Connection" options={[{ value: "", label: "All" }, ...options]} />;
}
