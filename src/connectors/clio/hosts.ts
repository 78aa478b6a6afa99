/** Where Clio lives: four data regions that share nothing, neither tokens nor apps (clio.md §1.1). */
import { VendorError } from "../../model/connector.ts";

export const REGIONS = ["us", "eu", "ca", "au"] as const;

const HOSTS: Record<string, string> = {
  us: "https://app.clio.com",
  eu: "https://eu.app.clio.com",
  ca: "https://ca.app.clio.com",
  au: "https://au.app.clio.com",
};

/** OAuth and API share the region's host. `url` stands in for all regions where it is set. */
export function clioOrigin(region: string | null, url: string | undefined): string {
  if (url !== undefined) return new URL(url).origin;
  const host = HOSTS[region ?? "us"];
  if (host === undefined) throw new VendorError("broken", `Clio has no region “${region}”; it has ${REGIONS.join(", ")}.`);
  return host;
}
