import { Suspense, useEffect, useRef } from "react";
import { useGet, type PortalMatter } from "./api.ts";
import { AsOf, Back, Show, Title } from "./parts.tsx";
import { Link } from "./router.tsx";
import { SECTIONS } from "./sections.ts";
import { useLanguage, useTimes, useWords } from "./words.ts";

export function Matter({ matter_id, part }: { matter_id: string; part: string }) {
  const words = useWords();
  const [matter, again] = useGet<PortalMatter>(`/matters/${encodeURIComponent(matter_id)}`);
  const seen_at = matter.state === "there" ? matter.seen_at : null;
  const section = SECTIONS.find((one) => one.key === part);
  return (
    <>
      <Back />
      <Show of={matter} title={words.loading} again={again}>
        {(data) => (
          <>
            <Parts matter={data} part={part} />
            {section ? (
              <Suspense fallback={<p className="quiet">{words.loading}</p>}>
                <section.page matter={data} seen_at={seen_at} />
              </Suspense>
            ) : (
              <Standing matter={data} seen_at={seen_at} />
            )}
          </>
        )}
      </Show>
    </>
  );
}

function Parts({ matter, part }: { matter: PortalMatter; part: string }) {
  const words = useWords();
  const language = useLanguage();
  const row = useRef<HTMLElement>(null);
  // On a phone the row is longer than the page: where one is stays in sight.
  useEffect(() => {
    const at = SECTIONS.findIndex(({ key }) => key === part) + 1;
    row.current?.children[at]?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [part]);
  if (SECTIONS.length === 0) return null;
  const at = `/matters/${encodeURIComponent(matter.matter_id)}`;
  return (
    <nav ref={row} className="parts" aria-label={matter.name}>
      <Link to={at} current={part === ""}>
        {words.now_at}
      </Link>
      {SECTIONS.map(({ key, title }) => (
        <Link key={key} to={`${at}/${key}`} current={part === key}>
          {title[language]}
        </Link>
      ))}
    </nav>
  );
}

function Standing({ matter, seen_at }: { matter: PortalMatter; seen_at: string | null }) {
  const words = useWords();
  const times = useTimes();
  return (
    <>
      <Title>{matter.name}</Title>
      <AsOf at={matter.as_of} seen_at={seen_at} />
      {matter.read_only && (
        <p className="notice">{words.closed_text(matter.readable_until === null ? null : times.day(matter.readable_until))}</p>
      )}
      <Phase matter={matter} />
      {matter.description !== "" && (
        <section className="card">
          <h2>{words.about}</h2>
          <p className="as-written">{matter.description}</p>
        </section>
      )}
      <Details matter={matter} />
      <Team matter={matter} />
    </>
  );
}

function Phase({ matter: { phase, opened_on, closed_on, read_only } }: { matter: PortalMatter }) {
  const words = useWords();
  const times = useTimes();
  if (phase === null)
    return (
      <section className="card lead">
        <h2>{words.now_at}</h2>
        <p className="phase">{read_only ? words.closed : words.open}</p>
        {read_only && closed_on !== null && <p>{words.closed_since(times.day(closed_on))}</p>}
        {!read_only && opened_on !== null && <p>{words.opened(times.day(opened_on))}</p>}
      </section>
    );
  return (
    <section className="card lead">
      <h2>{words.now_at}</h2>
      <p className="phase">{phase.name}</p>
      {phase.since !== null && (
        <p>
          <time dateTime={phase.since} title={phase.since}>
            {words.since(times.day(phase.since))}
          </time>
        </p>
      )}
      {phase.happened !== "" && (
        <>
          <h3>{words.happened}</h3>
          <p className="as-written">{phase.happened}</p>
        </>
      )}
      {phase.next !== "" && !read_only && (
        <>
          <h3>{words.next}</h3>
          <p className="as-written">{phase.next}</p>
        </>
      )}
    </section>
  );
}

function Details({ matter }: { matter: PortalMatter }) {
  const words = useWords();
  const lines = [
    ...(matter.number !== "" && matter.number !== matter.name ? [{ label: words.number, text: matter.number }] : []),
    ...(matter.role === "" ? [] : [{ label: words.role, text: matter.role === "Client" ? words.client : matter.role }]),
    ...matter.fields,
  ];
  if (lines.length === 0) return null;
  return (
    <section className="card">
      <h2>{words.details}</h2>
      <dl>
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="as-written">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Team({ matter: { team } }: { matter: PortalMatter }) {
  const words = useWords();
  if (team.length === 0) return null;
  return (
    <section className="card">
      <h2>{words.team}</h2>
      <ul className="plain-list">
        {team.map((member) => (
          <li key={`${member.name} ${member.role}`} className="member">
            <span>
              <strong>{member.name}</strong>
              <span className="quiet">{member.role}</span>
            </span>
            <span className="ways">
              {member.phone !== "" && (
                <a href={`tel:${member.phone.replace(/[^\d+]/g, "")}`} aria-label={`${words.call(member.name)}, ${member.phone}`}>
                  {member.phone}
                </a>
              )}
              {member.email !== "" && (
                <a href={`mailto:${member.email}`} aria-label={`${words.mail(member.name)}, ${member.email}`}>
                  {member.email}
                </a>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
