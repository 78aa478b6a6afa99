/** The frame of every page: where one can go, how the connections do, and who is signed in. */
import { Burger, Container, Drawer, Group, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { useMe } from "../api.ts";
import { Colours } from "./colours.tsx";
import { ConnectionsBar } from "./connections_bar.tsx";
import { areasFor, ME, placeOf, placesFor } from "./navigation.ts";
import { Link } from "./router.tsx";
import { useShortcuts } from "./shortcuts.ts";

const loadPalette = async () => ({ default: (await import("./palette.tsx")).Palette });
const Palette = lazy(loadPalette);
const ShortcutsHelp = lazy(async () => ({ default: (await import("./shortcuts_help.tsx")).ShortcutsHelp }));

export function Shell({ children }: { children: ReactNode }) {
  const role = useMe().data?.role;
  const [palette, { open: openPalette, close: closePalette }] = useDisclosure();
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure();
  const [menu, { open: openMenu, close: closeMenu }] = useDisclosure();
  const place = useLocation({ select: ({ href }) => href });
  useEffect(closeMenu, [place, closeMenu]);
  useShortcuts(role, { palette: openPalette, help: openHelp });
  // It is there at once when it is called.
  useEffect(() => void setTimeout(() => void loadPalette(), 1000), []);
  const over = (open: () => void) => () => {
    closeMenu();
    open();
  };
  const menuOf = () => <Menu openPalette={over(openPalette)} openHelp={over(openHelp)} />;
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <div className="frame">
        <aside className="side" aria-label="Privity">
          <Logo />
          {menuOf()}
        </aside>
        <div className="side-stage">
          <header className="top">
            <Burger opened={menu} onClick={openMenu} size="sm" aria-label="Menu" aria-expanded={menu} />
            <Logo />
            <UnstyledButton className="nav" onClick={openPalette} ml="auto">
              Search
            </UnstyledButton>
          </header>
          <ConnectionsBar />
          <Container component="main" id="main" size="lg" py="lg" tabIndex={-1}>
            {children}
          </Container>
        </div>
      </div>
      <Drawer opened={menu} onClose={closeMenu} size={280} title="Menu" closeButtonProps={{ "aria-label": "Close the menu" }}>
        {menuOf()}
      </Drawer>
      <Suspense>
        {palette && <Palette role={role} close={closePalette} />}
        {help && <ShortcutsHelp role={role} opened close={closeHelp} />}
      </Suspense>
    </>
  );
}

function Logo() {
  return (
    <Link href="/contacts" className="plain">
      <Group gap={8} wrap="nowrap">
        <img src="/icon.svg" alt="" width={28} height={28} />
        <Text fw={700} size="lg" span>
          Privity
        </Text>
      </Group>
    </Link>
  );
}

function Menu({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }) {
  const me = useMe().data;
  const { pathname, searchStr } = useLocation();
  const current = placeOf(pathname, searchStr, placesFor(me?.role));
  return (
    <>
      <UnstyledButton className="seek" onClick={openPalette}>
        <span>Search or jump to …</span>
        <Kbd aria-hidden>/</Kbd>
      </UnstyledButton>
      <nav aria-label="Pages">
        {areasFor(me?.role).map((area) => (
          <div key={area.name} className="area">
            <div className="area-name" id={`area-${area.name}`} aria-hidden>
              {area.name}
            </div>
            <ul aria-label={area.name}>
              {area.places.map(({ href, name }) => (
                <li key={href}>
                  <Link className="nav" href={href} aria-current={current?.href === href ? "page" : undefined}>
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="side-end">
        <Link className="nav" href={ME.href} aria-current={current?.href === ME.href ? "page" : undefined}>
          {me?.name ?? ME.name}
        </Link>
        <Colours />
        <UnstyledButton className="nav" onClick={openHelp}>
          Keyboard shortcuts <Kbd aria-hidden>?</Kbd>
        </UnstyledButton>
      </div>
    </>
  );
}
