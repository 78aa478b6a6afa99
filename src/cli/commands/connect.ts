/** `privity connect clio|mycase`: prints where to sign in, takes the answer, and says whom it connected. */
import { refusedOf, type Probe } from "../../connections/probe.ts";
import { readConnection } from "../../connections/store.ts";
import { ConnectRefused, type Connected } from "../../connections/connect.ts";
import { commandLine } from "../../model/actor.ts";
import { PROVIDERS, type Provider } from "../../model/kinds.ts";
import { PRESETS, type PresetName } from "../../model/settings.ts";
import { defaultSettings, presetsFor } from "../../model/presets.ts";
import { putSettings } from "../../projection/put_settings.ts";
import { ensureFirm } from "../choose.ts";
import { connectOne, followAuthorize } from "../connecting.ts";
import { CliError, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export interface ConnectOptions {
  region?: string;
  port: string;
  preset?: string;
  firm?: string;
  timeZone: string;
  country: string;
  follow?: boolean;
}

const WAIT_MS = 10 * 60_000;

export async function connectCommand(program: Program, output: Output, named: string, options: ConnectOptions): Promise<void> {
  const provider = PROVIDERS.find((known) => known === named);
  if (!provider) throw new CliError(`${named} is not a provider; there are: ${PROVIDERS.join(", ")}`);
  const firm_id = await ensureFirm(program, options.firm, {
    name: options.firm ?? "My firm",
    time_zone: options.timeZone,
    country: options.country,
  });
  const ask = async (authorize_url: string) => {
    output.note(`Open this address in a browser and sign in as an administrator of the firm:\n\n  ${authorize_url}\n`);
    if (options.follow && !(await followAuthorize(authorize_url)))
      output.note("The provider wants a person to sign in: please open the address.");
  };
  const region = options.region ?? program.connectors[provider].regions[0] ?? null;
  const preset = presetOf(provider, options.preset);
  try {
    const connected = await connectOne(program, { firm_id, provider, region, port: Number(options.port), ask, wait_ms: WAIT_MS });
    if (preset && connected.is_new) await startWith(program, connected, preset);
    await program.connecting.arrived(connected);
    const probe = (await readConnection(program.db, connected))?.probe ?? null;
    const { account_name, user_name } = connected.identity;
    const result = { connection_id: connected.connection_id, provider, region, account_name, user_name, is_new: connected.is_new, probe };
    output.result(result, () => [
      `${account_name} is ${connected.is_new ? "connected" : "connected again, its data was kept"} (${provider}, as ${user_name}).`,
      ...probeLines(probe),
      "Run `privity sync` to read it, or `privity serve` to keep it current.",
    ]);
  } catch (error) {
    if (error instanceof ConnectRefused) throw new CliError(error.message);
    if (error instanceof DOMException && error.name === "TimeoutError")
      throw new CliError(
        "Nobody signed in within ten minutes. Start again; the provider shows nothing when the user lacks the permission.",
      );
    throw error;
  }
}

/** What the provider will not let this account do (B-CON-3), in its own words. */
export function probeLines(probe: Probe | null): string[] {
  if (!probe) return ["The provider could not be asked what this account may do; `privity doctor` asks again."];
  const refused = refusedOf(probe).flatMap(({ what, said, remedy }) => [`  ${what}: ${said ?? "refused"}`, `    ${remedy ?? ""}`]);
  const admin = probe.user_is_admin === false ? ["This account is no administrator's: it may not see every contact and matter."] : [];
  return refused.length === 0 ? admin : [...admin, "The provider does not let this account read everything:", ...refused];
}

/** The settings of another preset than the provider's first one. */
async function startWith(program: Program, { firm_id, connection_id, provider }: Connected, preset: PresetName): Promise<void> {
  const at = program.sync.clock.now().toISOString();
  const settings = defaultSettings(provider, preset);
  const change = { settings, note: `preset ${preset}`, at, if_version: null };
  await putSettings(program.db, commandLine(firm_id), { firm_id, connection_id }, change);
}

function presetOf(provider: Provider, named: string | undefined): PresetName | undefined {
  if (named === undefined) return undefined;
  const preset = PRESETS.find((known) => known === named);
  if (!preset || !presetsFor(provider).includes(preset))
    throw new CliError(`${named} is no preset for ${provider}; there are: ${presetsFor(provider).join(", ")}`);
  return preset;
}
