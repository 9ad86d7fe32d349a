import {
    ISTIO_VALUES,
    stackGatewayFaults,
    stackValuesFaults,
} from "../../adapters/files/stack-values-source";
import type { JsonObject } from "../../lifecycle/kit/json";
import type { SchemaFault } from "../../lifecycle/schemas/validate";
import { settingsFile } from "../../lifecycle/settings/settings-parse";
import { dayOf } from "../../lifecycle/kit/day";
import { lineOfField } from "../../lifecycle/kit/field-lines";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

type ValuesCheckArgs = Pick<StackCheckArgs, "stack" | "at">;

/** What Istio's charts, istioctl or istiod would refuse of a stack's values, or pass over in silence. */
export function istioValuesFindings(args: ValuesCheckArgs): readonly CheckFinding[] {
    const { settings, lock } = args.stack;
    const { values } = settings.istio;
    const own = stackValuesFaults(settings, lock).map((fault) =>
        findingOf(args, fault, { key: "istio.values", values, path: fault.path }),
    );
    const gateways = stackGatewayFaults(settings, lock).map(({ gateway, ...fault }) =>
        findingOf(args, fault, {
            key: `gateways.${gateway.name}`,
            values: gateway.values,
            path: fault.path.slice(1),
        }),
    );
    return [...own, ...gateways];
}

/** Where a fault stands: below which key, and where in the values whose lines are known. */
interface Place {
    readonly key: string;
    readonly values: JsonObject;
    readonly path: SchemaFault["path"];
}

function findingOf(
    { stack: { settings }, at }: ValuesCheckArgs,
    { path, value, rule, remedy = "Correct it" }: SchemaFault,
    place: Place,
): CheckFinding {
    const { waivers } = settings.istio;
    const finding: CheckFinding = {
        stack: settings.stack,
        rule: ISTIO_VALUES,
        about: `${place.key}.${path.join(".")}`,
        file: settingsFile(settings.stack),
        line: lineOfField(place.values, place.path),
        reason: typeof value === "object" || value === undefined ? rule : `${JSON.stringify(value)} ${rule}`,
        remedy,
        level: "refused",
    };
    return waived(finding, { waivers, today: dayOf(at.time) });
}
