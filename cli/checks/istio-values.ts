import { istiodValues } from "../../lifecycle/mesh/helm-values";
import { controlPlaneTarget } from "../../lifecycle/mesh/target";
import { istioValuesFaults } from "../../lifecycle/schemas/istio-values";
import { nearestMinor, packagedMinors, packagedSchemas } from "../../lifecycle/schemas/packaged-source";
import { settingsFile } from "../../lifecycle/stack/settings-parse";
import { dayOf } from "../../lifecycle/versions/day";
import { parseKubernetesVersion } from "../../lifecycle/versions/kubernetes-version";
import { lineOfField } from "../../lifecycle/workloads/field-lines";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-checks";

/** What the istiod chart, istioctl or istiod would refuse of `istio.values`, or pass over in silence. */
export function istioValuesFindings({
    stack: { settings, lock },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    const { values, waivers } = settings.istio;
    if (Object.keys(values).length === 0) return [];
    const { minor } = parseKubernetesVersion(settings.cluster.kubernetes);
    const istio = lock.istio.controlPlane.version.split(".", 2).join(".");
    const faults = istioValuesFaults({
        values,
        merged: istiodValues(settings, controlPlaneTarget(settings, lock)),
        chart: packagedSchemas(`istio-values-${nearestMinor(packagedMinors("istio-values"), istio)}`),
        kubernetes: packagedSchemas(`kubernetes-${nearestMinor(packagedMinors("kubernetes"), minor)}`),
    });
    return faults.map(({ path, value, rule, remedy = "Correct it" }) =>
        waived(
            {
                stack: settings.stack,
                rule: "istio-values",
                about: `istio.values.${path.join(".")}`,
                file: settingsFile(settings.stack),
                line: lineOfField(values, path),
                reason:
                    typeof value === "object" || value === undefined
                        ? rule
                        : `${JSON.stringify(value)} ${rule}`,
                remedy,
                level: "refused",
            },
            { waivers, today: dayOf(at.time) },
        ),
    );
}
