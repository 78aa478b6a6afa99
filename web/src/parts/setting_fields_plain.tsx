/** What fields of settings share: a choice of one, the words beside it, what is listed and cannot be found any more. */
import { NativeSelect, Text } from "@mantine/core";
import type { Choices, Connection } from "../api.ts";
import type { Described } from "./setting_document.ts";

export interface FieldProps {
  connection: Connection;
  setting: Described;
  value: unknown;
  change: (value: unknown) => void;
  error: string | undefined;
  choices: Choices;
  /** The whole draft, for what depends on a setting beside this one. */
  draft: Record<string, unknown>;
}

interface Option {
  value: string;
  label: string;
}

export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);

export const memberOption = ({ member_id, name, active }: Choices["members"][number]): Option => ({
  value: member_id,
  label: active ? name : `${name} (inactive)`,
});

export function OneOf(props: {
  label: string;
  "aria-label"?: string;
  description?: string;
  error?: string | undefined;
  value: unknown;
  change: (value: string | null) => void;
  none: string;
  options: Option[];
}) {
  const { value, change, none, options, label, ...shown } = props;
  const chosen = typeof value === "string" ? value : "";
  const gone =
    chosen === "" || options.some((option) => option.value === chosen) ? [] : [{ value: chosen, label: `${chosen} (not there any more)` }];
  return (
    <NativeSelect
      {...(props["aria-label"] ? {} : { label })}
      {...shown}
      data={[{ value: "", label: none }, ...options, ...gone]}
      value={chosen}
      onChange={(event) => change(event.currentTarget.value || null)}
    />
  );
}

export function About({ children, error }: { children: string; error: string | undefined }) {
  return (
    <>
      {children && (
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      )}
      {error && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
