import { ISTIO_VALUES, stackValuesFaults } from "../../adapters/files/stack-values-source";
import { settingsFile } from "../../lifecycle/settings/settings-parse";
import { dayOf } from "../../lifecycle/kit/day";
import { lineOfField } from "../../lifecycle/kit/field-lines";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** What the istiod chart, istioctl or istiod would refuse of `istio.values`, or pass over in silence. */
export function istioValuesFindings({
    stack: { settings, lock },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    const { values, waivers } = settings.istio;
    return stackValuesFaults(settings, lock).map(({ path, value, rule, remedy = "Correct it" }) =>
        waived(
            {
                stack: settings.stack,
                rule: ISTIO_VALUES,
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
