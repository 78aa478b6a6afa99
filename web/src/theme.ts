import { Alert, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

/** Our own colours: Mantine's green and its lighter shades are too pale to read (WCAG 4.5 : 1). */
const ink: MantineColorsTuple = [
  "#eef4fa",
  "#dbe7f2",
  "#b5cde5",
  "#8bb1d6",
  "#6699c9",
  "#4a87bf",
  "#37689a",
  "#2b5a8a",
  "#1f4e79",
  "#143c61",
];
const leaf: MantineColorsTuple = [
  "#e9f6f1",
  "#d3ebe2",
  "#a6d8c6",
  "#77c4a8",
  "#50b38f",
  "#2f9c77",
  "#1f7d5d",
  "#176a4e",
  "#0f5a41",
  "#074733",
];

export const theme = createTheme({
  colors: { ink, leaf },
  primaryColor: "ink",
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A dialog's head is no second banner of the page.
    ModalHeader: { defaultProps: { component: "div" } },
    DrawerHeader: { defaultProps: { component: "div" } },
    // In the usual colour: the border says the kind, and Mantine's colours are too pale for words.
    Alert: Alert.extend({ styles: { title: { color: "var(--mantine-color-text)" } } }),
    // Tables wider than a phone are scrolled by the keyboard too.
    TableScrollContainer: { defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } } },
  },
});

/** Mantine's own are too pale to read. */
export const quieter: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-dimmed": "#52606d", "--mantine-color-placeholder": "#5f6c78" },
  dark: { "--mantine-color-dimmed": "#a9b6c2", "--mantine-color-placeholder": "#9aa7b3" },
});
