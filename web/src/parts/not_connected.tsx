/** What pages show as long as there is no system to read from. */
import { useMe } from "../api.ts";
import { Link } from "./router.tsx";
import { Empty } from "./states.tsx";

export function NotConnected() {
  const admin = useMe().data?.role === "admin";
  return (
    <Empty title="Nothing is connected yet">
      {admin
        ? "Everything here comes from Clio or MyCase: "
        : "Everything here comes from Clio or MyCase; an admin connects the firm under "}
      <Link className="name" href={admin ? "/start" : "/connections"}>
        {admin ? "connect your firm" : "Connections"}
      </Link>
      .
    </Empty>
  );
}
