/** MyCase's subscriptions: one model each, without an end, a handshake or a way to change one (mycase.md §5.1). */
import type { Session, Subscription, Subscriptions } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Policy } from "../../lib/http.ts";
import { getJson } from "../../lib/http.ts";
import { idText } from "../../lib/shape.ts";

const ACTIONS = ["created", "updated", "deleted"];

export function createMyCaseSubscriptions(session: Session, policy: Policy): Subscriptions {
  const address = `${policy.origin}/v1/webhooks/subscriptions`;
  const list = async () => {
    const complaint = (value: unknown) => (Array.isArray(value) && value.every(isOne) ? null : "it is no list of subscriptions");
    const { value } = await getJson(session, policy, { url: new URL(address), follows: false, complaint });
    return (value as Told[]).map(told);
  };
  const read = async (id: string) => (await list()).find((one) => one.id === id) ?? null;
  return {
    list,
    async create({ model, url }) {
      const complaint = (value: unknown) => (isOne(value) ? null : "it is no subscription");
      const write = { method: "POST" as const, json: { model, url, actions: ACTIONS } };
      const { value } = await getJson(session, policy, { url: new URL(address), follows: false, complaint, write });
      return told(value as Told);
    },
    read,
    renew: read,
    activate: read,
    async remove(id) {
      const url = new URL(`${address}/${encodeURIComponent(id)}`);
      await getJson(session, policy, { url, follows: false, complaint: () => null, write: { method: "DELETE" } }).catch(
        (error: unknown) => {
          if (!(error instanceof VendorError && error.failure === "not_found")) throw error;
        },
      );
    },
  };
}

interface Told {
  id?: unknown;
  model?: unknown;
  url?: unknown;
  hmac_key?: unknown;
}

const isOne = (value: unknown): boolean => idText((value as Told | null)?.id) !== null;

/** Whether a list repeats the key is not known (mycase.md §5.1): the one that came with the creation is kept. */
function told({ id, model, url, hmac_key }: Told): Subscription {
  return {
    id: idText(id) ?? "",
    model: typeof model === "string" ? model : "",
    url: typeof url === "string" ? url : "",
    state: "enabled",
    expires_at: null,
    secret: typeof hmac_key === "string" && hmac_key !== "" ? hmac_key : null,
  };
}
