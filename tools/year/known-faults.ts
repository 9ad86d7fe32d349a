import semver from "semver";

import { dayOf } from "../../lifecycle/kit/day";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { indexCatalog, toCandidate } from "../../lifecycle/versions/catalog-index";
import { blockingFaults } from "../../lifecycle/versions/gates/bulletin";
import { gateContext } from "../../lifecycle/versions/request";
import { existing } from "../../lifecycle/versions/resolve";

/** What the catalog knew on a day of the past, and nothing that came later. */
export interface PastCatalog {
    readonly catalog: Catalog;
    /** `2025-10-01` */
    readonly day: string;
    /** Whether a version had a published fault of the mesh. One of istioctl's alone runs in no cluster. */
    readonly isFaulty: (version: string) => boolean;
    /** The highest stable release there was, as `1.*` finds it. */
    readonly newest: string;
}

/**
 * The catalog as it was at a moment: its gates leave out releases, bulletins and ends of support that are still to come. The moment
 * is named, so that the later day of the catalog is no fault of the clock.
 */
export function catalogAt(whole: Catalog, time: number): PastCatalog {
    const at = { time, asked: true };
    const context = gateContext({ range: ">=1.0.0" }, indexCatalog(whole), at);
    const answers = new Map<string, boolean>();
    const isFaulty = (version: string): boolean => {
        const candidate = context.index.byVersion.get(version) ?? toCandidate({ version });
        const found = answers.get(version) ?? blockingFaults(candidate, context).length > 0;
        answers.set(version, found);
        return found;
    };
    const [newest] = existing(context.index, context.at)
        .filter(({ semver: { prerelease } }) => prerelease.length === 0)
        .sort((a, b) => semver.rcompare(a.semver, b.semver));
    if (!newest) throw new Error(`no release of Istio before ${dayOf(time)}`);
    return { catalog: whole, day: dayOf(time), isFaulty, newest: newest.version };
}
