import { join } from "node:path";

import type { Catalog, SupportWindow } from "../../../lifecycle/versions/catalog";
import { type Candidate, indexCatalog, toCandidate } from "../../../lifecycle/versions/catalog-index";
import { readCatalog } from "../../../adapters/files/catalog-store";
import type { Gate, GateContext } from "../../../lifecycle/versions/gates/gate";
import { type ResolveRequest, gateContext, momentOf } from "../../../lifecycle/versions/request";

/** The catalog of this repository: what most tests ask, because its facts are what matters. */
export const realCatalog: Catalog = readCatalog(join(__dirname, "../../.."));

/** Releases with their days, and whatever else a case needs; every minor is supported unless it says otherwise. */
export function catalogOf(
    releases: Readonly<Record<string, string | undefined>>,
    rest: Partial<Catalog> = {},
): Catalog {
    const minors = new Set(Object.keys(releases).map((version) => version.split(".").slice(0, 2).join(".")));
    return {
        date: "2026-10-01",
        releases: Object.entries(releases).map(([version, date]) => ({ version, date, source: "tag" })),
        support: [...minors].map((minor) => windowOf(minor)),
        bulletins: [],
        advisories: [],
        clientFaults: [],
        artifactFaults: [],
        tools: {
            flux: { date: "2026-10-01", releases: [] },
            "flux-operator": { date: "2026-10-01", releases: [] },
            flagger: { date: "2026-10-01", releases: [] },
        },
        dropped: 0,
        ...rest,
    };
}

export function windowOf(minor: string, rest: Partial<SupportWindow> = {}): SupportWindow {
    return {
        minor,
        releaseDate: "2026-01-01",
        eol: rest.eolExpected === undefined ? "2030-01-01" : undefined,
        kubernetes: ["1.33", "1.34"],
        kubernetesSince: {},
        source: "table",
        notes: [],
        ...rest,
    };
}

export function contextOf(
    request: Partial<ResolveRequest> = {},
    day = "2026-10-01",
    catalog: Catalog = realCatalog,
): GateContext {
    return gateContext({ range: ">=1.0.0", ...request }, indexCatalog(catalog), momentOf(day));
}

/** What a gate says of a release: the reason, or undefined. */
export function judged(gate: Gate, version: string, context: GateContext): string | undefined {
    return gate.judge(candidateOf(version, context), context);
}

export function noted(gate: Gate, version: string, context: GateContext): readonly string[] {
    return gate.notes?.(candidateOf(version, context), context) ?? [];
}

function candidateOf(version: string, { index }: GateContext): Candidate {
    return index.byVersion.get(version) ?? toCandidate({ version });
}
