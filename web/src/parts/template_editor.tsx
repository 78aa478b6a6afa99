/** The words of an e-mail: subject and text with merge fields picked from a list, and for each what stands in where it is empty. */
import { Button, Menu, NativeSelect, Stack, Table, Text, TextInput, Textarea } from "@mantine/core";
import { useRef, type RefObject } from "react";
import type { Template, TemplateList } from "../api.ts";

export type TemplateDraft = Pick<Template, "name" | "subject" | "body" | "fallbacks">;
export const NEW_TEMPLATE: TemplateDraft = { name: "", subject: "", body: "", fallbacks: {} };

const MERGE = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const fieldsIn = ({ subject, body }: Pick<TemplateDraft, "subject" | "body">): string[] => [
  ...new Set([...`${subject}\n${body}`.matchAll(MERGE)].map((match) => match[1]!)),
];

/** Each field that is used says what stands in: unless somebody says otherwise, the e-mail is held. */
export function complete(draft: TemplateDraft): TemplateDraft {
  return { ...draft, fallbacks: Object.fromEntries(fieldsIn(draft).map((field) => [field, draft.fallbacks[field] ?? null])) };
}

interface EditorProps {
  draft: TemplateDraft;
  change: (draft: TemplateDraft) => void;
  fields: TemplateList["fields"];
}

export function TemplateEditor({ draft, change, fields }: EditorProps) {
  const subject = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const used = fieldsIn(draft);
  return (
    <Stack gap="sm">
      <TextInput
        label="Name of the template"
        description="Only your firm sees it."
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
      />
      <div>
        <TextInput
          ref={subject}
          label="Subject"
          required
          maxLength={250}
          value={draft.subject}
          onChange={(event) => change({ ...draft, subject: event.currentTarget.value })}
        />
        <PutField fields={fields} into={subject} where="the subject" put={(text) => change({ ...draft, subject: text })} />
      </div>
      <div>
        <Textarea
          ref={body}
          label="Text"
          required
          rows={10}
          maxLength={20_000}
          value={draft.body}
          onChange={(event) => change({ ...draft, body: event.currentTarget.value })}
        />
        <PutField fields={fields} into={body} where="the text" put={(text) => change({ ...draft, body: text })} />
      </div>
      {used.length > 0 && <Fallbacks used={used} draft={draft} change={change} fields={fields} />}
    </Stack>
  );
}

/** Puts a field where the cursor stands. */
function PutField(props: {
  fields: TemplateList["fields"];
  into: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  where: string;
  put: (text: string) => void;
}) {
  const { fields, into, where, put } = props;
  const insert = (field: string) => {
    const place = into.current;
    if (!place) return;
    const merge = `{{${field}}}`;
    const at = place.selectionStart ?? place.value.length;
    put(place.value.slice(0, at) + merge + place.value.slice(place.selectionEnd ?? at));
    // After the menu has given the keyboard back.
    setTimeout(() => {
      place.focus();
      place.setSelectionRange(at + merge.length, at + merge.length);
    }, 50);
  };
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" mt={6}>
          Put a field into {where}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {fields.map(({ field, words }) => (
          <Menu.Item key={field} onClick={() => insert(field)}>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** B-AUT-4: an empty field holds the e-mail, or something that was said beforehand stands in. */
function Fallbacks({ used, draft, change, fields }: EditorProps & { used: string[] }) {
  const set = (field: string, value: string | null) => change({ ...draft, fallbacks: { ...draft.fallbacks, [field]: value } });
  return (
    <Table verticalSpacing="xs" className="stacks" aria-label="Where a field is empty">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Field</Table.Th>
          <Table.Th>Where it is empty</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {used.map((field) => {
          const words = fields.find((each) => each.field === field)?.words;
          const fallback = draft.fallbacks[field] ?? null;
          return (
            <Table.Tr key={field}>
              <Table.Td>
                {words ?? (
                  <Text c="red" size="sm" role="alert">
                    There is no field “{field}”
                  </Text>
                )}
                <Text size="xs" c="dimmed">{`{{${field}}}`}</Text>
              </Table.Td>
              <Table.Td>
                {words && (
                  <Stack gap={4}>
                    <NativeSelect
                      aria-label={`Where ${words} is empty`}
                      data={[
                        { value: "hold", label: "Hold the e-mail" },
                        { value: "say", label: "Write this instead" },
                      ]}
                      value={fallback === null ? "hold" : "say"}
                      onChange={(event) => set(field, event.currentTarget.value === "hold" ? null : "")}
                    />
                    {fallback !== null && (
                      <TextInput
                        aria-label={`Instead of ${words}`}
                        placeholder="Nothing"
                        maxLength={500}
                        value={fallback}
                        onChange={(event) => set(field, event.currentTarget.value)}
                      />
                    )}
                  </Stack>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
