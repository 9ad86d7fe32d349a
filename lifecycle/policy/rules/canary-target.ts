import { SELECTOR_LABELS } from "../../canaries/selector-label";
import { routesByIstio } from "../../canaries/generated-objects";
import { getIn } from "../../kit/json-path";
import { type Manifest, objectId } from "../../workloads/manifest";
import { podTemplateOf } from "../../workloads/pod-template";
import { type CanaryOf, canariesOf } from "../canaries-of";
import { type PolicyRule, type Violation, blame } from "../rule";

/** What Flagger says in an event, or not at all, of a target it cannot roll out. */
export const canaryTarget: PolicyRule = {
    id: "canary-target",
    description: "Flagger can run the target of a canary twice, tell the two apart and measure them.",
    remedy: "Mend the target, or remove the Canary",
    judge: (objects) =>
        canariesOf(objects).flatMap((of) =>
            of.target
                ? [...unlabelled(of, of.target), ...unmeasured(of, of.target), ...onDelete(of, of.target)]
                : [],
        ),
};

function unlabelled({ canary, label }: CanaryOf, target: Manifest): readonly Violation[] {
    if (label) return [];
    const names = SELECTOR_LABELS.join(", ");
    return [
        {
            ...blame(canary),
            reason: `Flagger tells the pods of its target ${objectId(target)} from the primary's by one of the labels ${names}, and spec.selector.matchLabels has none of them`,
            remedy: `Give the target the selector app: ${target.metadata.name}, and its pods that label`,
        },
    ];
}

/** On the host's network there is no sidecar, so Istio measures nothing (flagger#1035), and two copies want one port. */
function unmeasured({ canary, spec }: CanaryOf, target: Manifest): readonly Violation[] {
    if (podTemplateOf(target)?.spec?.["hostNetwork"] !== true) return [];
    const shared = "a node has each port once, for the canary or for the primary";
    if (!routesByIstio(spec) || spec["skipAnalysis"] === true) {
        const reason = `the pods of its target ${objectId(target)} use the host's network, and ${shared}`;
        return [{ ...blame(canary), reason, level: "warning" }];
    }
    return [
        {
            ...blame(canary),
            reason: `it cannot be measured: the pods of its target ${objectId(target)} use the host's network, where they have no sidecar; and ${shared}`,
            remedy: "Remove the Canary, or hostNetwork from the target",
        },
    ];
}

/** `createPrimaryDaemonSet` in pkg/canary/daemonset_controller.go refuses it. */
function onDelete({ canary }: CanaryOf, target: Manifest): readonly Violation[] {
    const type = getIn(target, ["spec", "updateStrategy", "type"]);
    if (target.kind !== "DaemonSet" || type === undefined || type === "" || type === "RollingUpdate")
        return [];
    return [
        {
            ...blame(canary),
            reason: `Flagger rolls out no DaemonSet whose updateStrategy is ${JSON.stringify(type)}, as that of its target ${objectId(target)}`,
            remedy: "Set spec.updateStrategy.type of the target to RollingUpdate",
        },
    ];
}
