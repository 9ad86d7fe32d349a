import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

/**
 * The webhook strips a sidecar that it finds and injects its own (pkg/kube/inject/webhook.go, `stripPod`), so Git would no
 * longer say what runs.
 */
export const injectionLabel: PolicyRule = {
    id: "injection-label",
    description: "A namespace whose sidecars stand in Git asks no webhook for others.",
    remedy: "Remove the label; windlass:workloads.namespaces decides who injects",
    judge: (objects, { gitNamespaces }) =>
        objects
            .filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Namespace")
            .filter(({ metadata }) => gitNamespaces.has(metadata.name))
            .flatMap((namespace) => {
                const labels = namespace.metadata.labels ?? {};
                const found = ["istio-injection", "istio.io/rev"].filter(
                    (label) => labels[label] !== undefined && labels[label] !== "disabled",
                );
                return found.map((label) => ({
                    object: objectId(namespace),
                    reason: `the label ${label}: ${labels[label]} has the webhook replace the sidecars of Git`,
                }));
            }),
};
