/** One contact, derived: what is true of them, each with its reason. Pure: same facts, settings and day, same answer. */
import { neverEngage } from "./audience.ts";
import { statusOf } from "./client_status.ts";
import { identityOf } from "./identity.ts";
import { keyFactsOf } from "./key_facts.ts";
import { ownerOf } from "./owner.ts";
import type { PreparedContext } from "./prepare.ts";
import { outOfSegment } from "./segment.ts";
import { decidingMatter, standingOf } from "./standing.ts";
import { stateOf } from "./state.ts";
import { tagsOf } from "./tags.ts";
import type { ContactInput, ContactView } from "./types.ts";

export function projectContact(input: ContactInput, ctx: PreparedContext): ContactView {
  const identity = identityOf(input, ctx);
  const standing = standingOf(input, ctx.provider);
  const deciding = decidingMatter(standing);
  const status = statusOf(input, standing, ctx.provider);
  const never_engage = neverEngage(input, standing, status.client_status, ctx);
  const { owner, issues } = ownerOf(input, deciding, ctx);
  const tags = tagsOf({ input, standing, deciding, ...status }, ctx);
  const facts = keyFactsOf(input, status.client_status, never_engage, ctx);
  const segment = outOfSegment(tags, ctx);
  const state = stateOf(input, { channels: identity.channels, standing, status: status.client_status, segment }, ctx);
  return {
    ...identity,
    ...state,
    ...status,
    // B-CLI-5: of the contacts that are in, those that are neither clients nor never engaged.
    prospect: state.state === "in" && status.client_status === null && never_engage === null,
    never_engage,
    owner,
    tags,
    key_facts: facts.key_facts,
    issues: [...issues, ...facts.issues],
    revisit_on: facts.revisit_on,
  };
}
