/** One section being edited: its form, what is wrong with it, and the ways to put it in force. */
// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./settings.css";
import { Alert, Anchor, Button, Code, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  ApiProblem,
  send,
  useApi,
  useMe,
  type Connection,
  type Page,
  type SettingsAnswer,
  type SettingsVersion,
  type StartedPreview,
} from "../api.ts";
import { Link, useQueryValue } from "../parts/router.tsx";
import { differing, type Document } from "../parts/setting_document.ts";
import { sectionOf, SECTIONS, type SettingSection } from "../parts/setting_sections.ts";
import { madeBy, settingName } from "../parts/setting_words.ts";
import { useSettingsAddress } from "../parts/settings_address.ts";
import { SettingsConflict } from "../parts/settings_conflict.tsx";
import { useDraft } from "../parts/settings_draft.ts";
import { SpanishMissing } from "../parts/spanish.tsx";
import { SectionForm, type FieldErrors } from "../parts/settings_form.tsx";
import { Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { Pins } from "./settings_pins.tsx";
import { PreviewPanel } from "./settings_preview.tsx";
import { AsText } from "./settings_text.tsx";
import { Completeness, TryMatter } from "./settings_projects.tsx";
import { Versions } from "./settings_versions.tsx";

interface EditorProps {
  connection: Connection;
  settings: SettingsAnswer;
  section: SettingSection | { id: string; title: string };
}

type Tried = { document: Document } | { version: number };

/** How soon somebody hears of another person's version. */
const LOOK_MS = 3000;

export function SettingsEditor({ connection, settings, section }: EditorProps) {
  const { connection_id } = connection;
  const path = `/connections/${connection_id}`;
  const client = useQueryClient();
  const me = useMe().data;
  const draft = useDraft(connection_id, me?.member_id ?? "", settings);
  const [note, setNote] = useState("");
  const [preview_id, setPreview] = useQueryValue("preview");
  const [at] = useQueryValue("at");
  const look = () => client.invalidateQueries({ queryKey: [`${path}/settings`] });
  useNewVersions(`${path}/settings`, settings.version, look);
  const start = useMutation({
    mutationFn: (tried: Tried) => send<StartedPreview>("POST", `${path}/previews`, { ...tried, if_version: settings.version }),
    onSuccess: (started) => setPreview(started.preview_id),
    onError: look,
  });
  const save = useMutation({
    mutationFn: (document: Document) =>
      send<SettingsAnswer>("PUT", `${path}/settings`, {
        document,
        if_version: settings.version,
        ...(note.trim() && { note: note.trim() }),
      }),
    onSuccess: async () => {
      draft.drop();
      setNote("");
      await client.invalidateQueries();
    },
    onError: look,
  });
  const change = (document: Document) => {
    draft.change(document);
    start.reset();
    save.reset();
  };
  const error = start.error ?? save.error;
  const errors: FieldErrors = (error instanceof ApiProblem ? error.body.errors : undefined) ?? [];
  const may_change = me?.role === "admin";
  // A draft that began from an older version would take back what another person changed: first they are put side by side.
  const again: Tried | undefined = draft.dirty ? (draft.outdated ? undefined : { document: draft.document }) : start.variables;
  if (preview_id)
    return (
      <PreviewPanel
        key={preview_id}
        connection_id={connection_id}
        preview_id={preview_id}
        note={note}
        close={() => setPreview(null)}
        applied={() => (draft.drop(), setNote(""))}
        again={again && (() => start.mutate(again))}
        starting={start}
      />
    );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Version {settings.version}, <Time at={settings.created_at} />, {madeBy(settings.created_by)}
        {settings.note && `: ${settings.note}`}
      </Text>
      {me && !may_change && (
        <Alert variant="outline" title="Only administrators change settings">
          You may look at all of them. Ask an administrator of your firm for a change.
        </Alert>
      )}
      {draft.outdated && (
        <SettingsConflict
          key={settings.version}
          connection_id={connection_id}
          base={draft.outdated.base}
          mine={draft.document}
          theirs={settings}
          goOn={draft.goOn}
          drop={draft.drop}
        />
      )}
      {section.id === "projects" && <Completeness connection_id={connection_id} />}
      {section.id === "projects" && <SpanishMissing projects={draft.document["projects"]} />}
      {section.id === "versions" ? (
        <Versions
          connection_id={connection_id}
          newest={settings.version}
          preview={may_change ? (version) => start.mutate({ version }) : null}
          dirty={draft.dirty}
        />
      ) : section.id === "text" ? (
        <AsText draft={draft.document} change={change} />
      ) : (
        <fieldset className="bare" disabled={!may_change}>
          <SectionForm
            key={section.id}
            connection={connection}
            section={section as SettingSection}
            settings={settings}
            draft={draft.document}
            change={change}
            errors={errors}
            at={at}
          />
        </fieldset>
      )}
      {section.id === "owner" && <Pins connection_id={connection_id} />}
      {section.id === "projects" && may_change && <TryMatter connection_id={connection_id} document={draft.document} />}
      {errors.length > 0 ? <Refused errors={errors} /> : error && !isMoved(error) && <Trouble error={error} />}
      {draft.dirty && (
        <div className="at-hand">
          <Stack gap="xs">
            <Changed settings={settings} draft={draft.document} here={section.id} />
            <Group align="end" gap="sm">
              <Button
                loading={start.isPending}
                disabled={draft.outdated !== null}
                onClick={() => start.mutate({ document: draft.document })}
              >
                See what would change
              </Button>
              <Button
                variant="default"
                loading={save.isPending}
                disabled={draft.outdated !== null}
                onClick={() => save.mutate(draft.document)}
              >
                Save without looking
              </Button>
              <Button variant="default" onClick={() => (draft.drop(), start.reset(), save.reset())}>
                Undo all
              </Button>
              <TextInput
                aria-label="Why (kept with the version)"
                placeholder="Why (kept with the version)"
                maxLength={500}
                flex="1 1 14rem"
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
            </Group>
          </Stack>
        </div>
      )}
    </Stack>
  );
}

/** The form beside it says so, with both versions. */
const isMoved = (error: unknown): boolean => error instanceof ApiProblem && error.body.type.endsWith("/version-conflict");

function useNewVersions(path: string, known: number, look: () => unknown): void {
  const newest = useApi<Page<SettingsVersion>>(`${path}/versions`, { limit: "1" }, { refetchInterval: LOOK_MS }).data?.items[0]?.version;
  useEffect(() => {
    if (newest !== undefined && newest > known) void look();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- looks once for each new version
  }, [newest, known]);
}

/** What is changed and where, since it may be in another section. */
function Changed({ settings, draft, here }: { settings: SettingsAnswer; draft: Document; here: string }) {
  const address = useSettingsAddress();
  const paths = differing(settings.described, settings.document, draft);
  return (
    <Text size="sm" role="status">
      {paths.length === 1 ? "1 setting is changed" : `${paths.length} settings are changed`} and not in force yet:{" "}
      {paths.slice(0, 6).map((path, index) => (
        <span key={path}>
          {index > 0 && ", "}
          {sectionOf(path) === here ? (
            settingName(path)
          ) : (
            <Anchor component={Link} size="sm" underline="always" href={address(sectionOf(path), path)}>
              {settingName(path)} ({SECTIONS.find(({ id }) => id === sectionOf(path))?.title ?? "another section"})
            </Anchor>
          )}
        </span>
      ))}
      {paths.length > 6 && ` and ${paths.length - 6} more`}.
    </Text>
  );
}

function Refused({ errors }: { errors: FieldErrors }) {
  return (
    <Alert color="red" variant="outline" title="These settings cannot stand" role="alert">
      <List size="sm">
        {errors.map((error) => (
          <List.Item key={error.path + error.message}>
            {settingName(error.path)} (<Code>{error.path}</Code>): {error.message}
            {error.allowed && `: ${error.allowed.join(", ")}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
