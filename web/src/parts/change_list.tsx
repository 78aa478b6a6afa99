/** Settings that one version says otherwise than another. */
import { List, Text } from "@mantine/core";
import { useApi, type Choices, type SettingChange } from "../api.ts";
import { settingName, shownValue } from "./setting_words.ts";

export function ChangeList({ connection_id, changes }: { connection_id: string; changes: SettingChange[] }) {
  const choices = useApi<Choices>(`/connections/${connection_id}/settings/choices`).data;
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No setting is different.
      </Text>
    );
  return (
    <List size="sm">
      {changes.map(({ path, old, new: now }) => (
        <List.Item key={path}>
          {settingName(path)}: {shownValue(path, old, choices)} → <b>{shownValue(path, now, choices)}</b>
        </List.Item>
      ))}
    </List>
  );
}
