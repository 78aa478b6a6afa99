/** The program's one way out. Connectors get it as an argument, so that tests hand over a sandbox instead. */
import type { Fetch } from "../model/connector.ts";

export const systemFetch: Fetch = (request) => fetch(request);
