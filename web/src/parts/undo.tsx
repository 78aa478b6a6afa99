/** Says that something is done, and offers to undo it. */
import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { Notifications, notifications, useNotifications } from "@mantine/notifications";
import { ApiProblem } from "../api.ts";

const SHOWN_FOR = 8000;

interface Told {
  text: string;
  undo: (() => Promise<unknown>) | null;
}
const all = new Map<string, Told>();
let count = 0;

/** "Done." for eight seconds, with "Undo" where it can be undone. It stays while it is pointed at or holds the focus. */
export function told(text: string, undo?: () => Promise<unknown>): void {
  const id = `told-${(count += 1)}`;
  all.set(id, { text, undo: undo ?? null });
  notifications.show({
    id,
    message: <Toast id={id} told={all.get(id)!} />,
    autoClose: SHOWN_FOR,
    // The region below says it; a second voice would be too much.
    role: "group",
    "aria-label": text,
    closeButtonProps: { "aria-label": "Close this message" },
    withBorder: true,
    onClose: () => void all.delete(id),
  });
}

async function takeBack(id: string): Promise<void> {
  const { undo } = all.get(id) ?? {};
  notifications.hide(id);
  all.delete(id);
  try {
    await undo?.();
    if (undo) told("Undone.");
  } catch (error) {
    told(`It could not be undone: ${error instanceof ApiProblem ? error.body.detail : String(error)}`);
  }
}

/** Undoes what was done last, if it is still offered. */
export function undoLast(): void {
  const last = [...all].findLast(([, each]) => each.undo !== null);
  if (last) void takeBack(last[0]);
}

function Toast({ id, told: { text, undo } }: { id: string; told: Told }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{text}</Text>
      {undo && (
        <Button size="xs" variant="default" onClick={() => void takeBack(id)} style={{ flexShrink: 0 }}>
          Undo
        </Button>
      )}
    </Group>
  );
}

/** Where the messages appear, and the region that says them: it is there before anything is said. */
export function Toasts() {
  const { notifications: shown } = useNotifications();
  const last = shown.at(-1);
  const said = last?.id === undefined ? undefined : all.get(last.id);
  return (
    <>
      <section aria-label="Messages">
        <Notifications position="bottom-right" layout="stacked" zIndex={500} withinPortal={false} />
      </section>
      <VisuallyHidden role="status">{said && `${said.text}${said.undo ? " Press Z to undo." : ""}`}</VisuallyHidden>
    </>
  );
}
