import { SELECTOR_LABELS, primaryValue } from "../../canaries/selector-label";
import { serviceNames } from "../../canaries/service-names";
import { type CanaryOf, canariesOf, identityOf } from "../canaries-of";
import { type LabelSelector, selects } from "../label-selector";
import { isGuard, kindOf } from "../pod-selector-kinds";
import { type NamespaceLabels, type PodSelector, podSelectors } from "../pod-selectors";
import { type PolicyRule, type Violation, blame } from "../rule";
import { selectorTwins } from "../selector-twins";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * With a Canary all traffic is served by the primary, whose pods Flagger labels `<value>-primary`; the target's own are
 * there while an analysis runs. Whatever selects the application by that one label covers half of it at most, and most of
 * the time nobody. Every other label of the template is the same for both (`makePrimaryLabels` in pkg/canary/util.go).
 */
export const canarySelectors: PolicyRule = {
    id: "canary-selectors",
    description: "What selects the pods of a canary's target selects those of its primary.",
    remedy: "Select by another label of the pods, which Flagger leaves as it is",
    judge: (objects) => {
        const targets = targetsByLabel(canariesOf(objects));
        if (targets.size === 0) return [];
        const namespaces = namespaceLabels(objects);
        const found = objects.flatMap((object) =>
            podSelectors(object, namespaces)
                .filter(({ selector }) => selector.some(({ key }) => SELECTOR_LABELS.includes(key)))
                .map((selector) => ({ object, selector })),
        );
        const twins = selectorTwins(found);
        const seen = new Set<string>();
        return found.flatMap(({ object, selector }) =>
            candidates(selector.selector, targets).flatMap((target): Violation[] => {
                if (!selector.covers(target.namespace) || isOwn(object, selector, target)) return [];
                const missed = missedVariant(selector.selector, target);
                if (missed === undefined || (missed === "canary" && !isGuard(object))) return [];
                const key = `${identityOf(object)} ${identityOf(target.canary)} ${missed}`;
                if (seen.has(key)) return [];
                const twin = twins.find({ object, selector, label: target.label, half: missed });
                if (twin === "covered") return [];
                seen.add(key);
                return [violation({ object, selector, target, missed, rival: twin })];
            }),
        );
    },
};

/** A Canary whose target and label are known. */
type Target = CanaryOf & { readonly label: NonNullable<CanaryOf["label"]> };

/** Which pods of a canary: those of its primary, or those it analyses. */
export type CanaryVariant = "primary" | "canary";

/** Targets by `key=value`, of their own pods and of the primary's. */
function targetsByLabel(canaries: readonly CanaryOf[]): ReadonlyMap<string, readonly Target[]> {
    const targets = new Map<string, Target[]>();
    for (const canary of canaries) {
        const { label } = canary;
        if (!label) continue;
        const target = { ...canary, label };
        for (const value of [label.value, primaryValue(label)]) {
            const key = `${label.key}=${value}`;
            const known = targets.get(key);
            if (known) known.push(target);
            else targets.set(key, [target]);
        }
    }
    return targets;
}

/** Targets that a selector may tell from their primaries: those whose own label's value it names. */
function candidates(
    selector: LabelSelector,
    targets: ReadonlyMap<string, readonly Target[]>,
): readonly Target[] {
    const keys = selector.flatMap(({ key, values }) => values.map((value) => `${key}=${value}`));
    return [...new Set(keys.flatMap((key) => targets.get(key) ?? []))];
}

/** The variant that a selector misses of an application whose other one it selects. */
function missedVariant(selector: LabelSelector, { label, podLabels }: Target): CanaryVariant | undefined {
    const own = selects(selector, { ...podLabels, [label.key]: label.value });
    const primary = selects(selector, { ...podLabels, [label.key]: primaryValue(label) });
    if (own === primary) return undefined;
    return own ? "primary" : "canary";
}

/**
 * What another rule or Flagger itself takes care of: a Service of a name that Flagger makes (see canary-names), and in a
 * Deployment's own template what Flagger rewrites for the primary, values that are the target's name
 * (`appendPrimarySuffixToValuesIfNeeded` in pkg/canary/deployment_controller.go).
 */
function isOwn(object: Manifest, { field }: PodSelector, { canary, target, label }: Target): boolean {
    if (object.kind === "Service" && object.metadata.namespace === canary.metadata.namespace) {
        const names = serviceNames(canary);
        return names !== undefined && Object.values(names).includes(object.metadata.name);
    }
    if (!target || object.kind !== "Deployment" || identityOf(object) !== identityOf(target)) return false;
    const rewritten =
        field.startsWith("topologySpreadConstraints") || field.startsWith("affinity.podAntiAffinity");
    return rewritten && label.value === target.metadata.name;
}

function namespaceLabels(objects: readonly Manifest[]): NamespaceLabels {
    return new Map(
        objects
            .filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Namespace")
            .map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
    );
}

interface ViolationArgs {
    readonly object: Manifest;
    readonly selector: PodSelector;
    readonly target: Target;
    readonly missed: CanaryVariant;
    /** Another object that selects the missed variant, and says something else of it. */
    readonly rival: Manifest | undefined;
}

function violation({ object, selector, target, missed, rival }: ViolationArgs): Violation {
    const { canary, label } = target;
    const [own, primary] = [`${label.key}: ${label.value}`, `${label.key}: ${primaryValue(label)}`];
    const id = objectId(canary);
    const reason =
        missed === "primary"
            ? `its ${selector.field} selects ${own}, the pods under analysis of ${id}, and misses ${primary}, the pods that serve`
            : `its ${selector.field} selects ${primary}, and misses ${own}, the pods of ${id} that take traffic during an analysis`;
    const other = rival && `; ${objectId(rival)} selects those, and says something else`;
    const lists = kindOf(object).includes("istio.io/") || object.kind === "Service";
    const both = lists
        ? `write a second ${object.kind} for the other`
        : `name both: ${label.key} In [${label.value}, ${primaryValue(label)}]`;
    const warning = missed === "canary" || !selector.binding || rival !== undefined;
    return {
        ...blame(object),
        reason: `${reason}${other ?? ""}`,
        remedy: `Select by another label of the pods, which Flagger leaves as it is, or ${both}`,
        level: warning ? "warning" : undefined,
    };
}
