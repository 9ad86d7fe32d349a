import { revisionName } from "../../kit/revision-name";
import { needsOwnRevision, reachWords, skewBreach } from "../skew-rule";
import type { Gate } from "./gate";

/**
 * Refuses a control plane that proxies in Git could not live beside, by the one rule of skew: see {@link skewBreach}.
 *
 * By revision a candidate two minors ahead passes, because the proxies keep the istiod of their own revision; what has to
 * stay for that is a note.
 */
export const skewGate: Gate = {
    name: "skew",
    concerns: ["distance"],
    judge({ version, semver: candidate }, { sidecars, strategy }) {
        const newest = sidecars.at(-1);
        if (newest && skewBreach(newest, candidate, strategy) === "newer") {
            return `sidecars run ${newest.version}, and proxies must not be newer than their control plane: move them to ${version} first, then the control plane`;
        }
        const [oldest] = sidecars;
        if (!oldest || skewBreach(oldest, candidate, strategy) !== "older") return undefined;
        const most = reachWords(strategy);
        if (strategy === "in-place") {
            return `sidecars run ${oldest.version}, and proxies must be at most ${most} older than their control plane: upgrade one minor, then the sidecars, then the next`;
        }
        return `sidecars run ${oldest.version}, and by revision too proxies must be at most ${most} older than the newest control plane: upgrade ${most}, then the sidecars, then go on`;
    },
    notes({ version, semver: candidate }, { sidecars, strategy }) {
        const far =
            strategy === "revisions" ? sidecars.filter((proxy) => needsOwnRevision(proxy, candidate)) : [];
        return [...new Set(far.map((proxy) => proxy.version))].map(
            (proxy) =>
                `sidecars run ${proxy}, two minors older than ${version}: allowed by revision only, because they keep their own istiod; revision ${revisionName(proxy)} must stay until they are gone`,
        );
    },
};
