/** Light, dark, or as the system has it; kept in this browser. */
import { NativeSelect, useMantineColorScheme } from "@mantine/core";

export function Colours({ label }: { label?: string }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      {...(label ? { label } : { "aria-label": "Colours", size: "xs", px: 12 })}
      value={colorScheme}
      onChange={(event) => setColorScheme(event.currentTarget.value as typeof colorScheme)}
      data={[
        { value: "auto", label: "Colours of the system" },
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
    />
  );
}
