/** What the control page shows. */
import type { ControlSurface, FormField } from "./control.ts";
import { CONTROL, searchContacts } from "./control.ts";
import { writtenUnder } from "./control_written.ts";
import type { Html } from "./page.ts";
import { html } from "./page.ts";
import type { Row } from "./types.ts";
import { ALL_FAULTS } from "./types.ts";

const PAGE = 50;

export function contactsPage(url: URL, surface: ControlSurface): Html {
  const query = url.searchParams.get("query") ?? "";
  const { lines, more } = searchContacts(surface, query, Number(url.searchParams.get("after_id") ?? 0), PAGE);
  const counts = Object.entries(surface.sandbox.counts()).filter(([, count]) => count > 0);
  const last = lines.at(-1);
  return html`<h1>Contacts</h1>
    <div class="card">
      <form class="bar" method="get">
        <label>Search by name, e-mail, phone or id<input name="query" value="${query}" size="32" /></label
        ><button class="quiet">Search</button>
      </form>
    </div>
    <div class="card">
      <table>
        <tr>
          <th>Id</th>
          <th>Name</th>
          <th>E-mail</th>
          <th>Phone</th>
          <th></th>
        </tr>
        ${lines.map(
          (line) =>
            html`<tr>
              <td><a href="${CONTROL}/contacts/${line.id}">${line.id}</a></td>
              <td><a href="${CONTROL}/contacts/${line.id}">${line.name || "(no name)"}</a></td>
              <td>${line.email}</td>
              <td>${line.phone}</td>
              <td>${line.marks.map((mark) => html`<span class="pill">${mark}</span> `)}</td>
            </tr>`,
        )}
      </table>
      ${lines.length === 0 ? html`<p class="muted">Nobody found.</p>` : ""}
      ${more && last ? html`<p><a href="${CONTROL}?query=${encodeURIComponent(query)}&after_id=${last.id}">Further contacts</a></p>` : ""}
    </div>
    <div class="card">
      <h2>The firm</h2>
      <table>
        ${counts.map(
          ([name, count]) =>
            html`<tr>
              <td>${name}</td>
              <td class="n">${count.toLocaleString("en")}</td>
            </tr>`,
        )}
        <tr>
          <td>requests for a full read, at least</td>
          <td class="n">${surface.sandbox.floor().toLocaleString("en")}</td>
        </tr>
      </table>
    </div>`;
}

export function contactPage(row: Row, surface: ControlSurface): Html {
  const line = surface.contacts.line(row);
  return html`<h1>${line.name || "(no name)"}</h1>
    <div class="card">
      <form method="post" action="${CONTROL}/contacts/${row.id}">
        <div class="grid">${surface.contacts.form(row).map(input)}</div>
        <p class="bar">
          <button name="action" value="save">Save at the provider</button
          ><button class="danger" name="action" value="delete">Delete</button>
        </p>
      </form>
      <p class="muted">Created ${row.created_at}, last changed ${row.updated_at}.</p>
    </div>
    ${writtenUnder(surface.contacts.parents(row), surface)}`;
}

function input(field: FormField): Html {
  if (field.type === "checkbox") {
    return html`<label class="row"
      ><input type="checkbox" name="${field.name}" value="true" ${field.value === true ? html`checked` : ""} /> ${field.label}</label
    >`;
  }
  return html`<label>${field.label}<input name="${field.name}" value="${String(field.value)}" /></label>`;
}

export function requestsPage(surface: ControlSurface): Html {
  const { log } = surface.sandbox;
  const totals = log.totals().toSorted((a, b) => b.count - a.count);
  return html`<h1>Requests</h1>
    <div class="card">
      <h2>Counts (${log.count().toLocaleString("en")} in all)</h2>
      <table>
        <tr>
          <th>Method</th>
          <th>Route</th>
          <th>Status</th>
          <th>Fault</th>
          <th>Count</th>
        </tr>
        ${totals.map(
          (one) =>
            html`<tr>
              <td>${one.method}</td>
              <td>${one.route}</td>
              <td>${one.status ?? "none"}</td>
              <td class="bad">${one.fault}</td>
              <td class="n">${one.count}</td>
            </tr>`,
        )}
      </table>
      <form method="post" action="${CONTROL}/requests">
        <p><button class="quiet">Start counting anew</button></p>
      </form>
    </div>
    <div class="card">
      <h2>Last requests</h2>
      <table>
        <tr>
          <th>At</th>
          <th>User</th>
          <th>Status</th>
          <th>Request</th>
        </tr>
        ${log
          .entries()
          .slice(-100)
          .toReversed()
          .map(
            (entry) =>
              html`<tr>
                <td>${entry.at.slice(11, 23)}</td>
                <td>${entry.user_id}</td>
                <td>${entry.status ?? "none"} <span class="bad">${entry.fault}</span></td>
                <td><code>${entry.method} ${entry.url}</code></td>
              </tr>`,
          )}
      </table>
    </div>`;
}

export function accessPage(surface: ControlSurface): Html {
  return html`<h1>Access</h1>
    <div class="card">
      <p>Ends what a user has allowed apps to do, as if they had removed them at the provider: the next request is refused.</p>
      <form class="bar" method="post" action="${CONTROL}/access">
        <label
          >User<select name="user_id">
            ${surface.users().map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
          </select></label
        ><button class="danger">Withdraw access</button>
      </form>
    </div>`;
}

export function webhooksPage(surface: ControlSurface): Html {
  const { knobs } = surface.webhooks;
  return html`<h1>Webhooks</h1>
    <div class="card">
      <form class="bar" method="post" action="${CONTROL}/webhooks">
        ${Object.entries(knobs).map(([name, value]) => html`<label>${name}<input name="${name}" value="${value}" size="8" /></label>`)}<button
          class="quiet"
        >
          Set
        </button>
      </form>
    </div>
    <div class="card">
      <h2>Deliveries</h2>
      <table>
        <tr>
          <th>About</th>
          <th>To</th>
          <th>State</th>
          <th>Attempts</th>
          <th>Next</th>
        </tr>
        ${surface.webhooks
          .deliveries()
          .slice(-100)
          .toReversed()
          .map(
            (one) =>
              html`<tr>
                <td>${one.about}</td>
                <td><code>${one.url}</code></td>
                <td>${one.state}</td>
                <td>${one.attempts.map((attempt) => html`${attempt.at.slice(11, 19)} ${attempt.status ?? "none"}<br />`)}</td>
                <td>${one.next_at}</td>
              </tr>`,
          )}
      </table>
    </div>`;
}

export function faultsPage(surface: ControlSurface): Html {
  const { faults, clock } = surface.sandbox;
  const rates = faults.rates();
  const reached = faults.reached();
  return html`<h1>Faults and clock</h1>
    <div class="card">
      <h2>Clock: ${clock.now().toISOString()}</h2>
      <form class="bar" method="post" action="${CONTROL}/clock">
        <label>Advance by minutes<input name="minutes" value="60" size="8" /></label><button class="quiet">Advance</button>
      </form>
    </div>
    <div class="card">
      <h2>Faults, as rates from 0 to 1</h2>
      <form method="post" action="${CONTROL}/faults">
        <label>Seed<input name="seed" value="1" /></label>
        <table>
          <tr>
            <th>Fault</th>
            <th>Rate</th>
            <th>Happened</th>
          </tr>
          ${ALL_FAULTS.map(
            (name) =>
              html`<tr>
                <td>${name}</td>
                <td><input name="${name}" value="${rates[name] ?? 0}" size="6" /></td>
                <td class="n">${reached[name] ?? 0}</td>
              </tr>`,
          )}
        </table>
        <p><button>Set</button></p>
      </form>
    </div>`;
}

export function switchesPage(surface: ControlSurface): Html {
  return html`<h1>Switches</h1>
    <div class="card">
      <p class="muted">What each of them means stands in the sandbox's README.</p>
      <form method="post" action="${CONTROL}/switches">
        <table>
          ${Object.entries(surface.switches).map(
            ([name, value]) =>
              html`<tr>
                <td>${name}</td>
                <td><input name="${name}" value="${typeof value === "string" ? value : JSON.stringify(value)}" /></td>
              </tr>`,
          )}
        </table>
        <p><button>Set</button></p>
      </form>
    </div>`;
}
