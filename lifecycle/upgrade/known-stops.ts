import type { Catalog } from "../versions/catalog";
import { indexCatalog } from "../versions/catalog-index";
import type { Moment, ResolveRequest } from "../versions/request";
import { existing } from "../versions/resolve";
import { type TargetChoice, chooseTarget } from "./choose-target";
import type { MinorChoice } from "./plan-upgrade";

/**
 * Where a way that is only named, not taken, may stop: at the best release of a minor, and where none may be picked today,
 * at its newest. What may be picked is the gates' business when the step is taken. Nothing is judged before it is asked for.
 */
export function knownStops(
    request: ResolveRequest,
    catalog: Catalog,
    at: Moment,
): (minor: string) => MinorChoice {
    let choice: TargetChoice | undefined;
    return (minor) => {
        choice ??= chooseTarget(request, catalog, at);
        const best = choice.bestOfMinor(minor);
        if ("version" in best) return best;
        const newest = existing(indexCatalog(catalog), at.time).find(
            (candidate) => candidate.minor === minor,
        );
        return newest ? { version: newest.version } : best;
    };
}
