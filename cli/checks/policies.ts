import { LAYERS } from "../../components/kube/layer";
import { judgePolicies } from "../../lifecycle/policy/judge";
import { dayOf } from "../../lifecycle/versions/day";
import { workloadId } from "../../lifecycle/workloads/manifest";
import { type CheckFinding, waived } from "./finding";
import { settingPlace } from "./setting-place";
import type { StackCheckArgs } from "./stack-checks";

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
        },
    });
    const places = new Map(
        manifests.map(({ manifest, file, line }) => [workloadId(manifest), { file, line }]),
    );
    return findings.map(({ rule, object, reason, remedy = rule.remedy, setting, level = "refused" }) => {
        const place = setting ? settingPlace(root, settings.stack, setting) : places.get(object ?? "");
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
    });
}
