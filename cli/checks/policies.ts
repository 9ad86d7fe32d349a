import { LAYERS } from "../../components/kube/layer";
import { judgePolicies } from "../../lifecycle/policy/judge";
import { dayOf } from "../../lifecycle/versions/day";
import { groupOf } from "../../lifecycle/workloads/cluster-scoped";
import { workloadId } from "../../lifecycle/workloads/manifest";
import type { CheckFinding } from "./finding";
import type { StackCheckArgs } from "./stack-checks";

/** What the policies say of everything a stack declares. */
export function policyFindings({
    stack,
    rendered,
    at,
}: Pick<StackCheckArgs, "stack" | "rendered" | "at">): readonly CheckFinding[] {
    const { settings, lock, workloads, manifests } = stack;
    const gitNamespaces = new Set(
        [...workloads.modes].filter(([, mode]) => mode === "git").map(([id]) => id.split("/")[0] ?? ""),
    );
    const findings = judgePolicies({
        objects: LAYERS.flatMap((layer) => rendered.layers[layer]),
        context: {
            controlPlane: lock.istio.controlPlane.version,
            strategy: settings.istio.strategy,
            gitNamespaces,
            flagger: lock.flagger.release.version,
        },
        waivers: settings.istio.waivers,
        today: dayOf(at.time),
    });
    // By group as well: two groups may have one kind.
    const places = new Map<string, { readonly file: string; readonly line: number }>();
    for (const { manifest, file, line } of manifests) {
        const id = workloadId(manifest);
        places.set(placeKey(id, groupOf(manifest.apiVersion)), { file, line });
        if (!places.has(id)) places.set(id, { file, line });
    }
    return findings.map(
        ({ rule, object, group, reason, remedy = rule.remedy, level = "refused", waiver }) => {
            const spared = level === "refused" ? waiver : undefined;
            const place = group === undefined ? object : placeKey(object ?? "", group);
            return {
                stack: settings.stack,
                rule: rule.id,
                about: object ?? "the stack",
                ...places.get(place ?? ""),
                reason: spared ? `${reason} (waived until ${spared.expires}: ${spared.reason})` : reason,
                remedy,
                level: spared ? "waived" : level,
            };
        },
    );
}

function placeKey(id: string, group: string): string {
    return `${group} ${id}`;
}
