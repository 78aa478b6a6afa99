/** A phone number as typed, read into E.164 with the firm's country; an extension is kept apart (B-CTC-3). */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

export interface DialledNumber {
  number: string;
  extension: string | null;
}

/** Reading one number costs about 25 µs in the library; a firm is projected again and again with the same numbers. */
const CACHE_SIZE = 50_000;
const caches = new Map<string, Map<string, DialledNumber | null>>();

/** The North American plan, typed plainly: what nearly all numbers of US and Canadian firms look like, without the library's cost. */
const PLAIN_NANP = /^\s*(?:\+?1[\s.-]*)?\(?([2-9]\d\d)\)?[\s.-]*([2-9]\d\d)[\s.-]*(\d{4})\s*$/;

/** No number with its extension is longer; a longer text is not worth reading, nor keeping in the cache. */
const MAX_LENGTH = 100;

export function readPhone(text: string, country: string): DialledNumber | null {
  if (text.length > MAX_LENGTH) return null;
  const plain = isNorthAmerican(country) ? PLAIN_NANP.exec(text) : null;
  if (plain) return { number: `+1${plain[1]}${plain[2]}${plain[3]}`, extension: null };
  return cached(text, country);
}

let lastCountry: { country: string; north_american: boolean } | null = null;
function isNorthAmerican(country: string): boolean {
  if (lastCountry?.country !== country) {
    lastCountry = { country, north_american: isSupportedCountry(country) && getCountryCallingCode(country) === "1" };
  }
  return lastCountry.north_american;
}

function cached(text: string, country: string): DialledNumber | null {
  let cache = caches.get(country);
  if (!cache) caches.set(country, (cache = new Map()));
  let read = cache.get(text);
  if (read === undefined) {
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(text, (read = readWithLibrary(text, country)));
  }
  return read;
}

/**
 * The length has to fit the country's plan, which area codes are in use is not asked: the library's list of them ages, and a contact
 * skipped for a new area code would be lost. Placeholders (000-000-0000, 123-456-7890) do not count.
 */
export function readWithLibrary(text: string, country: string): DialledNumber | null {
  const parsed = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined);
  if (!parsed?.isPossible()) return null;
  const national = parsed.nationalNumber;
  if (parsed.countryCallingCode === "1" ? !/^[2-9]\d\d[2-9]\d{6}$/.test(national) : /^(\d)\1*$/.test(national)) return null;
  return { number: parsed.number, extension: parsed.ext || null };
}
