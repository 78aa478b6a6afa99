import { useGet, type PortalMatters } from "./api.ts";
import { AsOf, Show, Title } from "./parts.tsx";
import { Link } from "./router.tsx";
import { useTimes, useWords } from "./words.ts";

export function Matters() {
  const words = useWords();
  const times = useTimes();
  const [matters, again] = useGet<PortalMatters>("/matters");
  return (
    <Show of={matters} title={words.matters} again={again}>
      {({ items, as_of }) => (
        <>
          <Title>{words.matters}</Title>
          <AsOf at={items.length === 0 ? null : as_of} seen_at={matters.state === "there" ? matters.seen_at : null} />
          {items.length === 0 && (
            <div className="card">
              <h2>{words.no_matters}</h2>
              <p>{words.no_matters_text}</p>
            </div>
          )}
          <ul className="plain-list">
            {items.map((item) => (
              <li key={item.matter_id}>
                <Link to={`/matters/${encodeURIComponent(item.matter_id)}`} className="card line">
                  <span className="name">{item.title}</span>
                  <span className={item.read_only ? "tag over" : "tag"}>
                    {item.read_only
                      ? words.closed
                      : (item.phase ?? (item.opened_on === null ? words.open : words.opened(times.day(item.opened_on))))}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Show>
  );
}
