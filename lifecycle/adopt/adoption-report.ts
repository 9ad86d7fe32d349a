import { dayOf } from "../kit/day";
import { quoteValue } from "../kit/errors";
import { podsBy } from "../observed/tally-proxies";
import type { ValueDifference } from "./compare-values";
import type { ObjectChange } from "./compare-objects";
import type { AdoptionFinding, AdoptionLevel } from "./finding";
import { flightOfFlux } from "./flux-steps";
import type { FoundMesh } from "./found-mesh";
import type { Adoption } from "./plan-adoption";

/** What the first apply would do, as far as could be asked. */
export interface FirstApply {
    /** Values of each chart that change, by the HelmRelease: none of them, or this adoption changes something. */
    readonly values: ReadonlyMap<string, readonly ValueDifference[]>;
    /** Objects of the charts, as the API server says. */
    readonly charts: readonly ObjectChange[];
    /** Objects Windlass declares itself. */
    readonly own: readonly ObjectChange[];
}

/** What a report is written of. */
export interface AdoptionReportArgs extends Adoption {
    readonly stack: string;
    readonly context: string;
    readonly found: FoundMesh;
    /** Undefined where there is nothing to apply. */
    readonly first?: FirstApply;
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** An adoption in words, as Markdown. */
export function adoptionReport(args: AdoptionReportArgs): string {
    const { stack, context, found, first, adopted, at } = args;
    return [
        `# Adoption of ${context} as ${stack}`,
        "",
        `What \`windlass adopt\` found on ${dayOf(at)}. Nothing in the cluster was changed.`,
        "",
        ...section("What stands in the way", ofLevel(args, "blocks")),
        ...section("What must be decided", ofLevel(args, "decide")),
        ...section("Worth knowing", ofLevel(args, "note")),
        ...section("What was found", foundLines(found)),
        ...(adopted ? section("What Windlass would own", ownedLines(args)) : []),
        ...section("What it would leave", leftLines(found)),
        ...(first ? section("The first apply", firstApplyLines(first)) : []),
        ...section("Flux", flightOfFlux(found)),
        ...(adopted ? section("Next", nextLines(stack)) : []),
    ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
    return lines.length === 0 ? [] : [`## ${title}`, "", ...lines.map((line) => `- ${line}`), ""];
}

function ofLevel({ findings }: Adoption, level: AdoptionLevel): readonly string[] {
    return findings.filter((finding) => finding.level === level).map(findingText);
}

/** A finding as one line. */
export function findingText({ about, text, remedy }: AdoptionFinding): string {
    return `${about}: ${text}.${remedy === undefined ? "" : ` ${remedy}.`}`;
}

function foundLines(found: FoundMesh): readonly string[] {
    const { observed } = found;
    const versions = [...podsBy(observed.proxies, ({ version }) => version ?? "unknown")];
    const workloads = new Set(observed.proxies.map(({ workload }) => workload)).size;
    const labelled = found.namespaces.filter(({ injection, revision }) => injection ?? revision);
    const lines = [
        `Kubernetes ${found.kubernetes}`,
        ...found.istiods.map(
            ({ namespace, name, revision, version = "unknown", installer, release }) =>
                `istiod ${version}, revision ${revision}, ${namespace}/Deployment/${name}, installed by ${installer}${release === undefined ? "" : ` as ${release}`}`,
        ),
        ...found.releases.map(
            ({ name, namespace, chart, version, revision, helmRelease }) =>
                `Helm release ${namespace}/${name}: ${chart} ${version}, its revision ${revision}${helmRelease === undefined ? "" : `, reconciled by HelmRelease ${helmRelease}`}`,
        ),
        `${workloads} workloads with a proxy: ${versions.map(([version, pods]) => `${pods} pods ${version}`).join(", ") || "none"}`,
        ...labelled.map(
            ({ name, injection, revision }) =>
                `namespace ${name}: ${injection === undefined ? `istio.io/rev: ${revision}` : `istio-injection: ${injection}`}`,
        ),
        ...found.tags.map(({ tag, revision }) => `tag ${tag} of revision ${revision}`),
        ...found.gateways.map(({ namespace, name }) => `gateway ${namespace}/${name}`),
        ...found.peerAuthentications.map(
            ({ namespace, name, mode, isWhole }) =>
                `PeerAuthentication ${namespace}/${name}: ${mode}${isWhole ? "" : ", of some workloads"}`,
        ),
        `${observed.canaries.length} canaries`,
    ];
    const { flux, flagger } = found;
    if (flux) lines.push(`Flux ${flux.version ?? "of an unknown version"}, by ${flux.way}`);
    if (flagger) lines.push(`Flagger ${flagger.version ?? ""} in ${flagger.namespace}`);
    return lines;
}

function ownedLines({ found, adopted, first }: AdoptionReportArgs): readonly string[] {
    const releases = [...(first?.values.keys() ?? [])];
    return [
        ...releases.map((name) => `HelmRelease istio-system/${name}, and with it the chart's objects`),
        "PeerAuthentication istio-system/default",
        ...(found.flux ? [] : [`Flux ${adopted?.lock.flux.distribution.version ?? ""}`]),
        ...(found.flagger
            ? []
            : [`Flagger ${adopted?.lock.flagger.release.version ?? ""}, which finds no canary`]),
    ];
}

function leftLines({ tags, gateways, namespaces, flux, flagger, observed }: FoundMesh): readonly string[] {
    return [
        `all ${new Set(observed.proxies.map(({ workload }) => workload)).size} workloads and their proxies`,
        ...(namespaces.length > 0 ? [`the labels of ${namespaces.length} namespaces`] : []),
        ...(gateways.length > 0 ? [`${gateways.length} gateways`] : []),
        ...(tags.length > 0 ? [`${tags.length} tags`] : []),
        ...(flux ? ["Flux itself"] : []),
        ...(flagger ? [`Flagger and its ${observed.canaries.length} canaries`] : []),
    ];
}

/** What each state of an object means, in the order a reader wants them. */
const MEANINGS: readonly (readonly [state: ObjectChange["state"], meaning: string])[] = [
    ["changed", "would change"],
    ["refused", "could not be asked about"],
    ["created", "are new, and nothing that runs reads them"],
    ["unasked", "are new, of kinds that come with them"],
    ["owned", "get labels and annotations of their new owner, and nothing else"],
    ["same", "stay as they are"],
];

function firstApplyLines({ values, charts, own }: FirstApply): readonly string[] {
    const differing = [...values].flatMap(([release, differences]) =>
        differences.map(
            ({ path, before, after }) =>
                `${release}: the value ${path} is ${shown(before)}, and would be ${shown(after)}`,
        ),
    );
    const charted = `Helm upgrades ${values.size} releases to what they are: every value they work with is the same`;
    return [
        ...(differing.length === 0 && values.size > 0 ? [charted] : differing),
        ...changeLines("of the charts' objects", charts),
        ...changeLines("of Windlass's own objects", own),
    ];
}

function changeLines(which: string, changes: readonly ObjectChange[]): readonly string[] {
    return MEANINGS.flatMap(([state, meaning]) => {
        const some = changes.filter((change) => change.state === state);
        if (some.length === 0) return [];
        const isTold = state !== "same" && state !== "owned";
        const names = isTold ? `: ${some.map(changeText).join("; ")}` : "";
        return [`${some.length} ${which} ${meaning}${names}`];
    });
}

function changeText(change: ObjectChange): string {
    if (change.state === "changed") return `${change.id} at ${change.places.slice(0, 6).join(", ")}`;
    if (change.state === "refused") return `${change.id} (${change.why})`;
    return change.id;
}

function shown(value: unknown): string {
    return value === undefined ? "not set" : quoteValue(value);
}

function nextLines(stack: string): readonly string[] {
    return [
        `Read stacks/Pulumi.${stack}.yaml and stacks/${stack}.lock.yaml, and what must be decided above`,
        "`npm start`, then commit these files",
        `\`pulumi up --stack ${stack}\`: the preview has creations only; afterwards \`windlass status --stack ${stack}\``,
        "docs/adopt.md has the steps that follow: the first patch, namespaces into Git, and the way out, `windlass release`",
    ];
}
