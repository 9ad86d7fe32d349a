import { LAYERS } from "../../components/kube/layer";
import { judgePolicies } from "../../lifecycle/policy/judge";
import { dayOf } from "../../lifecycle/versions/day";
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
        },
        waivers: settings.istio.waivers,
        today: dayOf(at.time),
    });
    const places = new Map(
        manifests.map(({ manifest, file, line }) => [workloadId(manifest), { file, line }]),
    );
    return findings.map(({ rule, object, reason, waiver }) => ({
        stack: settings.stack,
        rule: rule.id,
        about: object ?? "the stack",
        ...(object === undefined ? {} : places.get(object)),
        reason: waiver ? `${reason} (waived until ${waiver.expires}: ${waiver.reason})` : reason,
        remedy: rule.remedy,
        level: waiver ? "waived" : "refused",
    }));
}
