import { stackScopes } from "../../adapters/files/stack-kinds-source";
import { dayOf } from "../../lifecycle/kit/day";
import { systemNamespaces } from "../../lifecycle/settings/system-namespaces";
import { objectId } from "../../lifecycle/workloads/manifest";
import { tenantFault, tenantOfApp } from "../../lifecycle/workloads/tenants";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** Name of the rule, and of its waiver. */
const RULE = "tenant";

/** What apps of tenants reach beyond their own namespaces. */
export function tenantFindings({
    stack: { settings, manifests },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    const context = { scopes: stackScopes(settings, manifests), platform: systemNamespaces(settings) };
    return manifests.flatMap((sourced) => {
        const tenant = tenantOfApp(settings, sourced.app);
        const fault = tenant && tenantFault(sourced, tenant, context);
        if (!fault) return [];
        const { file, line, manifest } = sourced;
        const found: CheckFinding = {
            stack: settings.stack,
            rule: RULE,
            about: objectId(manifest),
            file,
            line,
            ...fault,
            level: "refused",
        };
        return [waived(found, { waivers: settings.istio.waivers, today: dayOf(at.time) })];
    });
}
