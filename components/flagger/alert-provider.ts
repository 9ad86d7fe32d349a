import { fieldsOf, listOf } from "../../lifecycle/canaries/complaints";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { ALERT_PROVIDER, FLAGGER_NAMESPACE } from "./names";

/** Kinds of chat that Flagger writes to. @see https://docs.flagger.app/usage/alerting */
export const AlertType = {
    /** Slack. */
    Slack: "slack",
    /** Microsoft Teams. */
    Teams: "msteams",
    /** Discord. */
    Discord: "discord",
    /** Rocket.Chat. */
    Rocket: "rocket",
} as const;
export type AlertType = (typeof AlertType)[keyof typeof AlertType];

/** Where alerts go. */
export interface Alerts {
    readonly type: AlertType;
    /** Secret in Flagger's namespace with the key `address`. */
    readonly secret: string;
    /** Channel to write to. @default that of the address */
    readonly channel?: string;
}

/**
 * Where alerts go. The address is a credential, and stays in the Secret that is named: key `address`, in Flagger's
 * namespace.
 *
 * @see https://docs.flagger.app/usage/alerting#canary-configuration
 */
export function alertProvider({ type, secret, channel }: Alerts): Manifest {
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "AlertProvider",
        metadata: { name: ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE },
        spec: { type, channel, secretRef: { name: secret } },
    };
}

/**
 * A Canary that tells the stack's {@link alertProvider} of what happens to it. Whether a stack has alerts is the
 * stack's business, so manifests do not name them; one that does keeps its own.
 */
export function withAlerts(canary: Manifest): Manifest {
    const spec = fieldsOf(canary.spec);
    const analysis = fieldsOf(spec["analysis"]);
    if (listOf(analysis["alerts"]).length > 0) return canary;

    const providerRef = { name: ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE };
    const alerts = [{ name: ALERT_PROVIDER, severity: "info", providerRef }];
    return { ...canary, spec: { ...spec, analysis: { ...analysis, alerts } } };
}
