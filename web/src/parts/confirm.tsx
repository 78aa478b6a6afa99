/** Asks before something that cannot easily be taken back: what will happen, and for the worst a word to be typed. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Trouble } from "./states.tsx";

interface ConfirmProps {
  title: string;
  /** What the button says: what happens, not "OK". */
  action: string;
  /** It harms nothing: the button is no red one. */
  harmless?: boolean;
  /** Has to be typed first. */
  typed?: string;
  /** Why it cannot be done at all. */
  refused?: string | null;
  run: () => Promise<unknown>;
  close: () => void;
  children: ReactNode;
}

/** The page behind it can still be scrolled: locking it takes a style that our content policy refuses. */
export function Confirm({ title, action, harmless = false, typed, refused = null, run, close, children }: ConfirmProps) {
  const [text, setText] = useState("");
  const doing = useMutation({ mutationFn: run, onSuccess: close });
  const ready = refused === null && (typed === undefined || text.trim() === typed);
  return (
    <Modal opened onClose={close} title={title} centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) doing.mutate();
        }}
      >
        <Stack gap="sm">
          {children}
          {refused !== null && <Text fw={600}>{refused}</Text>}
          {typed !== undefined && refused === null && (
            <TextInput
              label={`Type “${typed}” to go on`}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          {doing.error && <Trouble error={doing.error} />}
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it as it is
            </Button>
            <Button type="submit" color={harmless ? undefined : "red"} disabled={!ready} loading={doing.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
