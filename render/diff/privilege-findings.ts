import type { KubeObject } from "../../components/kube/types";
import { bearsPods } from "../../lifecycle/workloads/pod-template";
import type { Found } from "./finding";
import { type Privilege, privilegeKey } from "./privileges/privilege";
import { privilegesOf } from "./privileges/privileges-of";
import { type StackVersion, type VersionedObject, objectId, objectKey } from "./version";

/** Finds privileges that objects did not have before. */
export interface PrivilegeFinder {
    /** @param before The object in the older version; undefined where it is new. */
    readonly find: (after: VersionedObject, before: VersionedObject | undefined) => readonly Found[];
}

/** Left out of what a new object is said to do: every pod runs as some account. */
const EXPECTED_OF_NEW = new Set(["privilege/service-account"]);

/**
 * A finder for two versions of a stack. What a sidecar may do is no news for a workload where the sidecars of other
 * workloads could do it before.
 */
export function privilegeFinder(from: StackVersion | undefined, to: StackVersion): PrivilegeFinder {
    const had = privilegeReader(from);
    const has = privilegeReader(to);
    let usual: ReadonlySet<string> | undefined;
    return {
        find(after, before) {
            const known = new Set((before ? had(before.object) : []).map(privilegeKey));
            let fresh = has(after.object).filter((privilege) => !known.has(privilegeKey(privilege)));
            if (fresh.length > 0 && after.overlay && after.pristine) {
                const own = new Set(has(after.pristine).map(privilegeKey));
                usual ??= usualOfSidecars(from, had);
                const news = usual;
                fresh = fresh.filter(
                    (found) => own.has(privilegeKey(found)) || !news.has(privilegeKey(found)),
                );
            }
            return toFindings(unique(fresh), objectId(after.object), before === undefined);
        },
    };
}

function unique(privileges: readonly Privilege[]): readonly Privilege[] {
    return [...new Map(privileges.map((privilege) => [privilegeKey(privilege), privilege])).values()];
}

function privilegeReader(version: StackVersion | undefined): (object: KubeObject) => readonly Privilege[] {
    return (object) => privilegesOf(object, (namespace, account) => mountsToken(version, namespace, account));
}

function mountsToken(version: StackVersion | undefined, namespace: string, name: string): boolean {
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name } };
    return version?.objects.get(objectKey(account))?.object["automountServiceAccountToken"] !== false;
}

/** What injection added to the privileges of any workload. */
function usualOfSidecars(
    from: StackVersion | undefined,
    had: (object: KubeObject) => readonly Privilege[],
): ReadonlySet<string> {
    const usual = new Set<string>();
    for (const { object, pristine, overlay } of from?.objects.values() ?? []) {
        if (!overlay || !pristine || !bearsPods(pristine)) continue;
        const own = new Set(had(pristine).map(privilegeKey));
        for (const privilege of had(object)) {
            const key = privilegeKey(privilege);
            if (!own.has(key)) usual.add(key);
        }
    }
    return usual;
}

function toFindings(privileges: readonly Privilege[], object: string, isNew: boolean): readonly Found[] {
    const apart = isNew ? privileges.filter(({ level }) => level === "alarm") : privileges;
    const together = privileges.filter(
        ({ level, rule }) => isNew && level !== "alarm" && !EXPECTED_OF_NEW.has(rule),
    );
    const findings: Found[] = apart.map(({ rule, level, words }) => ({
        section: "privileges",
        rule,
        level,
        words,
        object,
    }));
    if (together.length > 0) {
        findings.push({
            section: "privileges",
            rule: "privilege/new-object",
            level: "caution",
            words: ["new, and not held back in some ways"],
            details: together.map(({ words }) => words),
            object,
        });
    }
    return findings;
}
