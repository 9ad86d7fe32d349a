import { LAYERS } from "../../components/kube/layer";
import { judgePolicies } from "../../lifecycle/policy/judge";
import { dayOf } from "../../lifecycle/kit/day";
import { groupOf } from "../../lifecycle/workloads/api-group";
import { objectId } from "../../lifecycle/workloads/manifest";
import { type CheckFinding, waived } from "./finding";
import { settingPlace } from "./setting-place";
import type { StackCheckArgs } from "./stack-check";

/** What the policies say of everything a stack declares. */
export function policyFindings({
    root,
    stack,
    rendered,
    at,
}: Pick<StackCheckArgs, "root" | "stack" | "rendered" | "at">): readonly CheckFinding[] {
    const { settings, lock, workloads, manifests } = stack;
    const today = dayOf(at.time);
    const gitNamespaces = new Set(
        [...workloads.modes].filter(([, mode]) => mode === "git").map(([id]) => id.split("/")[0] ?? ""),
    );
    const findings = judgePolicies({
        objects: LAYERS.flatMap((layer) => rendered.layers[layer]),
        context: {
            controlPlane: lock.istio.controlPlane.version,
            strategy: settings.istio.strategy,
            gitNamespaces,
            modes: workloads.modes,
            cni: settings.istio.cni,
            flagger: lock.flagger.release.version,
        },
    });
    // By group as well: two groups may have one kind.
    const places = new Map<string, { readonly file: string; readonly line: number }>();
    for (const { manifest, file, line } of manifests) {
        const id = objectId(manifest);
        places.set(placeKey(id, groupOf(manifest.apiVersion)), { file, line });
        if (!places.has(id)) places.set(id, { file, line });
    }
    return findings.map(
        ({ rule, object, group, reason, remedy = rule.remedy, setting, level = "refused" }) => {
            const key = group === undefined ? object : placeKey(object ?? "", group);
            const place = setting ? settingPlace(root, settings.stack, setting) : places.get(key ?? "");
            const finding: CheckFinding = {
                stack: settings.stack,
                rule: rule.id,
                about: object ?? "the stack",
                ...place,
                reason,
                remedy,
                level,
            };
            return waived(finding, { waivers: settings.istio.waivers, today });
        },
    );
}

function placeKey(id: string, group: string): string {
    return `${group} ${id}`;
}
