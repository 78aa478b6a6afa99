/** The connectors that Privity has, by provider. */
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { createClioConnector } from "./clio/index.ts";
import { createMyCaseConnector } from "./mycase/index.ts";

/** Hosts that stand in for the providers' own. Null and absent mean the provider's own. */
export interface ConnectorOverrides {
  clio_url?: string | null | undefined;
  mycase_auth_url?: string | null | undefined;
  mycase_api_url?: string | null | undefined;
  /** The header that MyCase signs its deliveries in, once a firm knows it. */
  mycase_webhook_header?: string | null | undefined;
}

export function createConnectors(overrides: ConnectorOverrides = {}): Record<Provider, Connector> {
  return {
    clio: createClioConnector({ url: overrides.clio_url ?? undefined }),
    mycase: createMyCaseConnector({
      auth_url: overrides.mycase_auth_url ?? undefined,
      api_url: overrides.mycase_api_url ?? undefined,
      webhook_signature: overrides.mycase_webhook_header ? { header: overrides.mycase_webhook_header } : undefined,
    }),
  };
}

/** At the providers' own hosts. */
export const connectors: Record<Provider, Connector> = createConnectors();
