import { judgeObject } from "../../lifecycle/schemas/judge-object";
import { stackKinds } from "../../adapters/files/stack-kinds-source";
import { dayOf } from "../../lifecycle/kit/day";
import { lineIn } from "../../lifecycle/kit/field-lines";
import { type SourcedManifest, objectId } from "../../lifecycle/workloads/manifest";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** What an API server of the stack's version would refuse of the manifests, without asking one. */
export function objectFindings({
    stack: { settings, lock, manifests },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    const { kinds, minor, substitutes } = stackKinds({
        kubernetes: settings.cluster.kubernetes,
        istio: lock.istio.controlPlane.version,
        manifests,
        clusterScoped: settings.workloads.clusterScoped,
    });
    const waiving = { waivers: settings.istio.waivers, today: dayOf(at.time) };
    const findings: CheckFinding[] = substitutes.map((reason) => ({
        stack: settings.stack,
        rule: "object-schema",
        about: "the stack",
        reason,
        remedy: "Look out for a newer Windlass",
        level: "warning",
    }));
    const unknown = new Map<string, SourcedManifest>();
    for (const sourced of manifests) {
        const { manifest, file } = sourced;
        const judged = judgeObject({ object: manifest, kinds, context: { minor } });
        if (judged.unknown) noteUnknown(unknown, sourced);
        for (const { id, path, value, rule, remedy = "Correct it" } of judged.faults) {
            const finding: CheckFinding = {
                stack: settings.stack,
                rule: id,
                about: objectId(manifest),
                file,
                line: lineIn(sourced, path),
                reason: `${path.join(".")}${shown(value)} ${rule}`,
                remedy,
                level: "refused",
            };
            findings.push(waived(finding, waiving));
        }
    }
    return [...findings, ...unknownFindings(settings.stack, unknown)];
}

/** A value that is short enough to say more than its key does. */
function shown(value: unknown): string {
    const text = typeof value === "object" ? "" : JSON.stringify(value);
    return text === undefined || text === "" || text.length > 60 ? "" : ` (${text})`;
}

function noteUnknown(unknown: Map<string, SourcedManifest>, sourced: SourcedManifest): void {
    const { apiVersion, kind } = sourced.manifest;
    const name = `${apiVersion} ${kind}`;
    if (!unknown.has(name)) unknown.set(name, sourced);
}

/** Kinds nobody here has a schema of, each said once. */
function unknownFindings(
    stack: string,
    unknown: ReadonlyMap<string, SourcedManifest>,
): readonly CheckFinding[] {
    return [...unknown].map(([name, { file, line }]) => ({
        stack,
        rule: "object-kind",
        about: name,
        file,
        line,
        reason: "no definition of this kind is here, so its objects are held against nothing but the rules of names and labels",
        remedy: "Have its CustomResourceDefinition among the manifests, or apply one to a test cluster first",
        level: "warning",
    }));
}
