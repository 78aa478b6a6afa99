/** A form that sends one thing: its fields, what went wrong, its button. */
import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { useUnsaved } from "./router.tsx";
import { Trouble } from "./states.tsx";

export type Fields = Record<string, string>;

export function Form<T>(props: { action: string; send: (fields: Fields) => Promise<T>; done?: (answer: T) => void; children: ReactNode }) {
  const { action, send, done, children } = props;
  const [typed, setTyped] = useState(false);
  const sent = useUnsaved(typed);
  const sending = useMutation({
    mutationFn: send,
    onSuccess: (answer) => {
      setTyped(false);
      sent();
      done?.(answer);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    sending.mutate(
      Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === "string" ? value : ""])),
    );
  };
  return (
    <form onSubmit={submit} onInput={() => setTyped(true)}>
      <Stack gap="sm">
        {children}
        {sending.error && <Trouble error={sending.error} />}
        <Button type="submit" loading={sending.isPending} style={{ alignSelf: "flex-start" }}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
