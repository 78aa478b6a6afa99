/** Settings: sections with addresses of their own, tried on the whole firm before they are applied, with every earlier version to go back to. */
import { Anchor, Grid, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnections, type Connection, type SettingsAnswer } from "../api.ts";
import { NotConnected } from "../parts/not_connected.tsx";
import { PageTitle } from "../parts/page.tsx";
import { Link, usePlace, useQueryValue } from "../parts/router.tsx";
import { sectionOf, sectionsFor, type SettingSection } from "../parts/setting_sections.ts";
import { useSettingsAddress } from "../parts/settings_address.ts";
import { settingAbout, settingName } from "../parts/setting_words.ts";
import { Empty, waiting } from "../parts/states.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { SettingsEditor } from "./settings_editor.tsx";

/** Those that are no group of settings. */
const OTHERS = [
  { id: "versions", title: "Versions" },
  { id: "text", title: "All settings as text" },
];

export function SettingsPage() {
  const connections = useConnections();
  const [wanted, setWanted] = useQueryValue("connection");
  const items = connections.data?.items.filter((item) => item.purpose === "sync") ?? [];
  const connection = items.find((item) => item.connection_id === wanted) ?? items[0];
  return (
    <>
      <PageTitle below="What you change is worked out again for the whole firm at once, without reading from the provider.">
        Settings
      </PageTitle>
      {waiting(connections, "connections")}
      {connections.data && items.length === 0 && <NotConnected />}
      {items.length > 1 && connection && (
        <NativeSelect
          label="Connection"
          mb="md"
          maw={420}
          value={connection.connection_id}
          onChange={(event) => setWanted(event.currentTarget.value)}
          data={items.map((item) => ({ value: item.connection_id, label: `${PROVIDERS[item.provider]} · ${item.account_name}` }))}
        />
      )}
      {connection && <OneConnection key={connection.connection_id} connection={connection} />}
    </>
  );
}

function OneConnection({ connection }: { connection: Connection }) {
  const { path } = usePlace();
  const address = useSettingsAddress();
  const answer = useApi<SettingsAnswer>(`/connections/${connection.connection_id}/settings`);
  const settings = answer.data;
  if (!settings) return waiting(answer, "settings");
  const sections = sectionsFor(settings.described);
  const at = path[1] ?? sections[0]!.id;
  const section = [...sections, ...OTHERS].find(({ id }) => id === at);
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 3 }}>
        <Sections at={at} sections={sections} settings={settings} address={address} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 9 }}>
        {section ? (
          <SettingsEditor connection={connection} settings={settings} section={section} />
        ) : (
          <Empty title="There is no such section">Choose one of the list.</Empty>
        )}
      </Grid.Col>
    </Grid>
  );
}

interface SectionsProps {
  at: string;
  sections: SettingSection[];
  settings: SettingsAnswer;
  address: (id: string, setting?: string) => string;
}

function Sections({ at, sections, settings, address }: SectionsProps) {
  const { go } = usePlace();
  const [typed, setTyped] = useState("");
  const words = typed.trim().toLowerCase();
  const all = [...sections, ...OTHERS];
  return (
    <Stack gap="sm">
      <TextInput type="search" label="Find a setting" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {words !== "" && <Found words={words} sections={sections} settings={settings} address={address} done={() => setTyped("")} />}
      <NativeSelect
        hiddenFrom="md"
        label="Section"
        value={at}
        onChange={(event) => go(address(event.currentTarget.value))}
        data={all.map(({ id, title }) => ({ value: id, label: title }))}
      />
      {words === "" && (
        <Stack component="nav" gap={0} visibleFrom="md" aria-label="Sections of the settings">
          {all.map(({ id, title }) => (
            <Link key={id} className="nav" href={address(id)} aria-current={id === at ? "page" : undefined}>
              {title}
            </Link>
          ))}
        </Stack>
      )}
    </Stack>
  );
}

function Found({ words, sections, settings, address, done }: Omit<SectionsProps, "at"> & { words: string; done: () => void }) {
  const found = settings.described.filter((setting) => {
    const section = sections.find(({ id }) => id === sectionOf(setting.path));
    const text = [settingName(setting.path), setting.description, settingAbout(setting), setting.path, section?.title]
      .join(" ")
      .toLowerCase();
    return words.split(/\s+/).every((word) => text.includes(word));
  });
  return (
    <Stack gap="xs" component="nav" aria-label="Settings that were found">
      <Text size="sm" role="status">
        {found.length === 0 ? "No setting speaks of this." : `${found.length} found`}
      </Text>
      {found.map((setting) => (
        <div key={setting.path}>
          <Anchor component={Link} href={address(sectionOf(setting.path), setting.path)} onClick={done} size="sm" underline="always">
            {settingName(setting.path)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {sections.find(({ id }) => id === sectionOf(setting.path))?.title}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
