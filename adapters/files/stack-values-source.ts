import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { istiodValues } from "../../lifecycle/mesh/helm-values";
import { controlPlaneTarget } from "../../lifecycle/mesh/target";
import { gatewayPin } from "../../lifecycle/settings/gateway-pins";
import type { Lock } from "../../lifecycle/settings/lock";
import type { GatewaySettings, StackSettings } from "../../lifecycle/settings/settings";
import { settingsFile } from "../../lifecycle/settings/settings-parse";
import { parseKubernetesVersion } from "../../lifecycle/kit/kubernetes-version";
import { lineOfField } from "../../lifecycle/kit/field-lines";
import { gatewayValuesFaults } from "../../lifecycle/schemas/gateway-values";
import { istioValuesFaults } from "../../lifecycle/schemas/istio-values";
import { nearestMinor, packagedMinors, packagedSchemas } from "./packaged-source";
import type { SchemaFault } from "../../lifecycle/schemas/validate";

/** Id of the rule: what a waiver names. */
export const ISTIO_VALUES = "istio-values";

/** What is wrong with a stack's `istio.values`, for the version its control plane is pinned to. */
export function stackValuesFaults(settings: StackSettings, lock: Lock): readonly SchemaFault[] {
    const { values } = settings.istio;
    if (Object.keys(values).length === 0) return [];
    const { minor } = parseKubernetesVersion(settings.cluster.kubernetes);
    const istio = lock.istio.controlPlane.version.split(".", 2).join(".");
    return istioValuesFaults({
        values,
        merged: istiodValues(settings, controlPlaneTarget(settings, lock)),
        chart: packagedSchemas(`istio-values-${nearestMinor(packagedMinors("istio-values"), istio)}`),
        kubernetes: packagedSchemas(`kubernetes-${nearestMinor(packagedMinors("kubernetes"), minor)}`),
    });
}

/** What is wrong with the values of a gateway. */
export interface GatewayFault extends SchemaFault {
    readonly gateway: GatewaySettings;
}

/** What is wrong with the values of a stack's gateways, each for the version it is pinned to. */
export function stackGatewayFaults(settings: StackSettings, lock: Lock): readonly GatewayFault[] {
    const { minor } = parseKubernetesVersion(settings.cluster.kubernetes);
    const kubernetes = packagedSchemas(`kubernetes-${nearestMinor(packagedMinors("kubernetes"), minor)}`);
    return settings.gateways.flatMap((gateway) => {
        const istio = gatewayPin(lock, gateway.name).version.split(".", 2).join(".");
        const chart = packagedSchemas(`istio-values-${nearestMinor(packagedMinors("istio-values"), istio)}`);
        return gatewayValuesFaults({ gateway, chart, kubernetes }).map((fault) => ({ ...fault, gateway }));
    });
}

/**
 * The same as errors, for those who would otherwise hand the values to istioctl, or ask for sidecars made with them. None
 * where a waiver names the rule: `windlass check` judges the waiver.
 */
export function refusedValues(settings: StackSettings, lock: Lock): readonly WindlassError[] {
    const { values, waivers } = settings.istio;
    if (waivers.some(({ id }) => id === ISTIO_VALUES)) return [];
    return stackValuesFaults(settings, lock).map(
        ({ path, value, rule, remedy }) =>
            new WindlassError({
                file: settingsFile(settings.stack),
                line: lineOfField(values, path),
                key: `istio.values.${path.join(".")}`,
                value,
                rule,
                remedy,
                exitStatus: ExitStatus.refused,
            }),
    );
}
