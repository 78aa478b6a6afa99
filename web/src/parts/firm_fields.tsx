/** A firm's name, time zone and country, as fields of a form. */
import { NativeSelect, TextInput } from "@mantine/core";

export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface FirmNamed {
  name: string;
  time_zone: string;
  country: string;
}

export function FirmFields({ firm }: { firm: FirmNamed }) {
  return (
    <>
      <TextInput name="name" label="Name" defaultValue={firm.name} required autoComplete="organization" />
      <NativeSelect
        name="time_zone"
        label="Time zone"
        data={[...new Set([firm.time_zone, HERE, "UTC", ...Intl.supportedValuesOf("timeZone")])]}
        defaultValue={firm.time_zone}
      />
      <NativeSelect name="country" label="Country" data={countries()} defaultValue={firm.country} />
    </>
  );
}

const NONE = new Set(["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"]);
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");

/** The browser knows their names, but has no list of them: every pair of letters that stands for a country of today. */
function countries(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NONE.has(code) && names.of(code) !== undefined && new Intl.Locale("und", { region: code }).region === code)
    .map((value) => ({ value, label: names.of(value)! }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}
