import type { AlertSettings } from "../../lifecycle/settings/settings";
import type { KubeObject } from "../kube/types";
import { fieldsOf, listOf } from "../../lifecycle/canaries/complaints";
import { ALERT_PROVIDER, FLAGGER_NAMESPACE } from "./names";

/**
 * Where alerts go. The address is a credential, and stays in the Secret the settings name: key `address`, in
 * Flagger's namespace.
 *
 * @see https://docs.flagger.app/usage/alerting#canary-configuration
 */
export function alertProvider(alerts: AlertSettings): KubeObject {
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "AlertProvider",
        metadata: { name: ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE },
        spec: {
            type: alerts.type,
            ...(alerts.channel && { channel: alerts.channel }),
            secretRef: { name: alerts.secret },
        },
    };
}

/**
 * A Canary that tells the stack's {@link alertProvider} of what happens to it. Whether a stack has alerts is the
 * stack's business, so manifests do not name them; one that does keeps its own.
 */
export function withAlerts(canary: KubeObject): KubeObject {
    const spec = fieldsOf(canary.spec);
    const analysis = fieldsOf(spec["analysis"]);
    if (listOf(analysis["alerts"]).length > 0) return canary;

    const providerRef = { name: ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE };
    const alerts = [{ name: ALERT_PROVIDER, severity: "info", providerRef }];
    return { ...canary, spec: { ...spec, analysis: { ...analysis, alerts } } };
}
