/** Fields of lists that live in the address. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useConnections } from "../api.ts";
import { useQueryValue } from "./router.tsx";
import { PROVIDERS } from "./words.ts";

/** Searches while one types, a moment after each key. */
export function SearchField({ label, placeholder }: { label: string; placeholder: string }) {
  const [value, setValue] = useQueryValue("q");
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback((text: string) => setValue(text.trim()), 200);
  return (
    <TextInput
      type="search"
      size="md"
      label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
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
