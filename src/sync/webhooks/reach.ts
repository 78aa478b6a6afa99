/** Whether a provider can reach this installation. Pure. */

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The address that webhooks come to; null where the provider could not reach it: Clio takes https only (clio.md §6.1), and so do we from
 * everybody, since the address holds a secret. A simulator on this machine reaches this machine.
 */
export function hooksUrl(own_url: string, simulator_url: string | null): string | null {
  const own = new URL(own_url);
  if (own.port === "0") return null; // not known before it listens
  if (!LOOPBACK.has(own.hostname)) return own.protocol === "https:" ? own_url : null;
  return simulator_url !== null && LOOPBACK.has(new URL(simulator_url).hostname) ? own_url : null;
}
