import type { Catalog } from "../lifecycle/versions/catalog";
import { indexCatalog } from "../lifecycle/versions/catalog-index";
import { isBlocking } from "../lifecycle/versions/findings";
import type { CompareFaults } from "./istio";

/** Answers what a step from one version of Istio to another mends, by a catalog: bulletins and advisories. */
export function compareFaultsBy(catalog: Catalog): CompareFaults {
    const index = indexCatalog(catalog);
    const faultsOf = (version: string): readonly string[] | undefined => {
        const candidate = index.byVersion.get(version);
        // What depends on the proxies beside it is no property of a version.
        return (
            candidate &&
            index
                .faultsOf(candidate.semver, candidate.date)
                .filter((fault) => isBlocking(fault) && fault.kind !== "skew-dependent")
                .map(({ id }) => id)
        );
    };
    return (from, to) => {
        const [before, after] = [faultsOf(from), faultsOf(to)];
        if (!before || !after) return undefined;
        const [had, has] = [new Set(before), new Set(after)];
        return {
            mended: before.filter((id) => !has.has(id)),
            opened: after.filter((id) => !had.has(id)),
            left: after.filter((id) => had.has(id)),
            catalog: catalog.date,
        };
    };
}
