/** What was typed and not sent is not lost by a wrong click: leaving the page, or closing it, asks first. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { createContext, useContext, useEffect, useId, useMemo, useState, type ReactNode } from "react";

/** Who holds something unsaved. Taken at its word at the moment of leaving, so that what was saved a moment ago is not asked about. */
interface Marks {
  holders: Set<string>;
  told: (count: number) => void;
}

const MarksContext = createContext<Marks>({ holders: new Set(), told: () => {} });

/**
 * Says that this page holds something unsaved as long as `dirty` is true. Changing the query of the same page asks nothing.
 * What it gives back says that it is saved now: for whoever goes on to another page at once.
 */
export function useUnsaved(dirty: boolean): () => void {
  const { holders, told } = useContext(MarksContext);
  const id = useId();
  const release = useMemo(
    () => () => {
      holders.delete(id);
      told(holders.size);
    },
    [holders, told, id],
  );
  useEffect(() => {
    if (!dirty) return;
    holders.add(id);
    told(holders.size);
    return release;
  }, [dirty, holders, told, id, release]);
  return release;
}

interface Location {
  routeId: string;
  pathname: string;
}

/** Sections of one page share its form. */
const pageOf = ({ routeId, pathname }: Location): string => (routeId.includes("{-$") ? routeId : pathname);

export function AskBeforeLeaving({ children }: { children: ReactNode }) {
  const [count, setCount] = useState(0);
  const marks = useMemo((): Marks => ({ holders: new Set(), told: setCount }), []);
  const asked = useBlocker({
    withResolver: true,
    disabled: count === 0,
    enableBeforeUnload: () => marks.holders.size > 0,
    shouldBlockFn: ({ current, next }: { current: Location; next: Location }) => marks.holders.size > 0 && pageOf(current) !== pageOf(next),
  });
  return (
    <MarksContext value={marks}>
      {children}
      <Modal
        opened={asked.status === "blocked"}
        onClose={() => asked.reset?.()}
        title="Leave without saving?"
        closeButtonProps={{ "aria-label": "Stay here" }}
        centered
      >
        <Text>What you typed on this page is not saved. If you leave, it is lost.</Text>
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={() => asked.proceed?.()}>
            Leave
          </Button>
          <Button data-autofocus onClick={() => asked.reset?.()}>
            Stay here
          </Button>
        </Group>
      </Modal>
    </MarksContext>
  );
}
