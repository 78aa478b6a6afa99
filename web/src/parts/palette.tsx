/** Finds contacts and matters while one types, and jumps to pages: by the keyboard alone, and heard by screen readers (a combobox with its list). */
import { Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";
import { ask, type ContactRow, type MatterRow, type Page } from "../api.ts";
import { placesFor } from "./navigation.ts";
import { usePlace } from "./router.tsx";
import { MATTER_STATUSES, STATUSES, word } from "./words.ts";

interface Hit {
  href: string;
  name: string;
  below: string;
}
interface Group {
  name: string;
  hits: Hit[];
}

const SHOWN = 6;

/** What was found for the words before stays until there is an answer for those of now. */
function useFound<T>(list: "contacts" | "matters", words: string, limit: number): T[] {
  const path = `/${list}?${new URLSearchParams({ q: words, limit: String(limit) }).toString()}`;
  const { data } = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Page<T>>(path, { signal }),
    enabled: words !== "",
    placeholderData: (before) => before,
  });
  return words === "" ? [] : (data?.items ?? []);
}

const pathTo = (list: string, { connection_id, provider_id }: { connection_id: string; provider_id: string }) =>
  `/${list}/${connection_id}/${encodeURIComponent(provider_id)}`;

function useGroups(words: string, role: string | undefined): Group[] {
  const contacts = useFound<ContactRow>("contacts", words, SHOWN).map((contact): Hit => ({
    href: pathTo("contacts", contact),
    name: contact.name || `No name (${contact.provider_id})`,
    below: [contact.client_status && word(STATUSES, contact.client_status), contact.email ?? contact.phone].filter(Boolean).join(" · "),
  }));
  const matters = useFound<MatterRow>("matters", words, SHOWN).map((matter): Hit => ({
    href: pathTo("matters", matter),
    name: [matter.number, matter.name].filter(Boolean).join(" ") || matter.provider_id,
    below: word(MATTER_STATUSES, matter.status ?? ""),
  }));
  const pages = placesFor(role)
    .filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()))
    .map((place): Hit => ({ href: place.href, name: place.name, below: "" }));
  return [
    { name: "Contacts", hits: contacts },
    { name: "Matters", hits: matters },
    { name: "Pages", hits: pages },
  ].filter((group) => group.hits.length > 0);
}

export function Palette({ role, close }: { role: string | undefined; close: () => void }) {
  return (
    // The page that is gone to takes the focus.
    <Modal.Root opened onClose={close} yOffset="10vh" size="lg" transitionProps={{ duration: 0 }} returnFocus={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search or jump to a page">
        <Modal.Body p={0}>
          <Finder role={role} close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Finder({ role, close }: { role: string | undefined; close: () => void }) {
  const { go } = usePlace();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const groups = useGroups(typed.trim(), role);
  const hits = groups.flatMap((group) => group.hits);
  const chosen = Math.min(at, hits.length - 1);
  const take = (hit: Hit) => {
    close();
    go(hit.href);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setAt((chosen + by + hits.length) % Math.max(1, hits.length));
    else if (event.key === "Enter" && hits[chosen] && !event.nativeEvent.isComposing) take(hits[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        px="md"
        placeholder="Name, e-mail, phone, matter, or a page"
        data-autofocus
        role="combobox"
        aria-label="Search contacts, matters and pages"
        aria-expanded={hits.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={hits[chosen] && `${id}-${chosen}`}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={id} role="listbox" aria-label="Found" className="hits">
        {groups.map((group) => (
          <div key={group.name} role="group" aria-labelledby={`${id}-${group.name}`}>
            <div id={`${id}-${group.name}`} className="hits-head">
              {group.name}
            </div>
            {group.hits.map((hit) => {
              const index = hits.indexOf(hit);
              return (
                <HitRow
                  key={hit.href}
                  hit={hit}
                  id={`${id}-${index}`}
                  chosen={index === chosen}
                  take={() => take(hit)}
                  point={() => setAt(index)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <div className="hits-none" role="status">
        {hits.length === 0 && `Nothing fits “${typed.trim()}”.`}
      </div>
    </>
  );
}

function HitRow({ hit, id, chosen, take, point }: { hit: Hit; id: string; chosen: boolean; take: () => void; point: () => void }) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className="hit"
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
      onMouseMove={point}
    >
      <span>{hit.name}</span>
      {hit.below && <span className="hit-below">{hit.below}</span>}
    </div>
  );
}
