/** What was typed and not saved is not lost by a wrong click: leaving the page, or closing it, asks first. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";

const MarkContext = createContext<(by: 1 | -1) => void>(() => {});

/** Says that this page holds something unsaved as long as `dirty` is true. Changing the query of the same page asks nothing. */
export function useUnsaved(dirty: boolean): void {
  const mark = useContext(MarkContext);
  useEffect(() => {
    if (!dirty) return;
    mark(1);
    return () => mark(-1);
  }, [dirty, mark]);
}

interface Location {
  routeId: string;
  pathname: string;
}

/** Sections of one page share its form. */
const pageOf = ({ routeId, pathname }: Location): string => (routeId.includes("{-$") ? routeId : pathname);

export function AskBeforeLeaving({ children }: { children: ReactNode }) {
  const [marks, setMarks] = useState(0);
  const mark = useCallback((by: 1 | -1) => setMarks((count) => count + by), []);
  const isOther = useCallback(({ current, next }: { current: Location; next: Location }) => pageOf(current) !== pageOf(next), []);
  const asked = useBlocker({ withResolver: true, disabled: marks === 0, shouldBlockFn: isOther });
  return (
    <MarkContext value={mark}>
      {children}
      <Modal
        opened={asked.status === "blocked"}
        onClose={() => asked.reset?.()}
        title="Leave without saving?"
        closeButtonProps={{ "aria-label": "Stay here" }}
        centered
      >
        <Text>What you changed on this page is not saved. If you leave, it is lost.</Text>
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={() => asked.proceed?.()}>
            Leave
          </Button>
          <Button data-autofocus onClick={() => asked.reset?.()}>
            Stay here
          </Button>
        </Group>
      </Modal>
    </MarkContext>
  );
}
