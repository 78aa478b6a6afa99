/** Settings that one version says otherwise than another. */
import { List, Text } from "@mantine/core";
import type { SettingChange } from "../api.ts";
import { settingName, shownValue } from "./setting_words.ts";

export function ChangeList({ changes }: { changes: SettingChange[] }) {
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
          {settingName(path)}: {shownValue(path, old)} → <b>{shownValue(path, now)}</b>
        </List.Item>
      ))}
    </List>
  );
}
