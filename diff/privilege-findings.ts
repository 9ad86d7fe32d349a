import { isWorkload } from "../lifecycle/workloads/pod-template";
import type { Found } from "./finding";
import { say } from "./phrase";
import { type Privilege, privilegeKey } from "./privileges/privilege";
import { privilegesOf } from "./privileges/privileges-of";
import { type StackVersion, type VersionedObject, objectKey } from "./version";
import { type Manifest, objectId } from "../lifecycle/workloads/manifest";

/** Finds privileges that objects did not have before, and those they have no more. */
export interface PrivilegeFinder {
    /** @param before The object in the older version; undefined where it is new. */
    readonly find: (after: VersionedObject, before: VersionedObject | undefined) => readonly Found[];
}

/** Every pod runs as some account: left out of what a new object is said to do, and of what a pod gives up. */
const EXPECTED = new Set(["privilege/service-account"]);

/**
 * A finder for two versions of a stack. What a sidecar may do is no news for a workload where the sidecars of other
 * workloads could do it before; what it may do no more is none where those of others still may.
 */
export function privilegeFinder(from: StackVersion | undefined, to: StackVersion): PrivilegeFinder {
    const [had, has] = [privilegeReader(from), privilegeReader(to)];
    const [usualBefore, usualNow] = [lazily(() => usualOf(from, had)), lazily(() => usualOf(to, has))];
    return {
        find(after, before) {
            const [old, now] = [before ? had(before.object) : [], has(after.object)];
            const fresh = beyond(now, old, after, has, usualBefore);
            const lost = before ? beyond(old, now, before, had, usualNow) : [];
            const id = objectId(after.object);
            return [...toFindings(fresh, id, before === undefined), ...givenUp(lost, id)];
        },
    };
}

type Reader = (object: Manifest) => readonly Privilege[];

/** What one version of an object may do and the other may not, apart from what sidecars usually may in the other. */
function beyond(
    privileges: readonly Privilege[],
    others: readonly Privilege[],
    { overlay, pristine }: VersionedObject,
    read: Reader,
    usual: () => ReadonlySet<string>,
): readonly Privilege[] {
    const known = new Set(others.map(privilegeKey));
    const found = privileges.filter((privilege) => !known.has(privilegeKey(privilege)));
    if (found.length === 0 || !overlay || !pristine) return unique(found);
    const own = new Set(read(pristine).map(privilegeKey));
    return unique(
        found.filter((privilege) => {
            const key = privilegeKey(privilege);
            return own.has(key) || !usual().has(key);
        }),
    );
}

function lazily<T>(make: () => T): () => T {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: make() }).value;
}

function unique(privileges: readonly Privilege[]): readonly Privilege[] {
    return [...new Map(privileges.map((privilege) => [privilegeKey(privilege), privilege])).values()];
}

function privilegeReader(version: StackVersion | undefined): Reader {
    return (object) => privilegesOf(object, (namespace, account) => mountsToken(version, namespace, account));
}

function mountsToken(version: StackVersion | undefined, namespace: string, name: string): boolean {
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name } };
    return version?.objects.get(objectKey(account))?.object["automountServiceAccountToken"] !== false;
}

/** What injection added to the privileges of any workload. */
function usualOf(version: StackVersion | undefined, read: Reader): ReadonlySet<string> {
    const usual = new Set<string>();
    for (const { object, pristine, overlay } of version?.objects.values() ?? []) {
        if (!overlay || !pristine || !isWorkload(pristine)) continue;
        const own = new Set(read(pristine).map(privilegeKey));
        for (const privilege of read(object)) {
            const key = privilegeKey(privilege);
            if (!own.has(key)) usual.add(key);
        }
    }
    return usual;
}

function toFindings(privileges: readonly Privilege[], object: string, isNew: boolean): readonly Found[] {
    const apart = isNew ? privileges.filter(({ level }) => level === "alarm") : privileges;
    const together = privileges.filter(
        ({ level, rule }) => isNew && level !== "alarm" && !EXPECTED.has(rule),
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

/** What an object may do no more: what a reviewer would have asked about by itself, the rest in one finding. */
function givenUp(privileges: readonly Privilege[], object: string): readonly Found[] {
    const lost = privileges.filter(({ rule }) => !EXPECTED.has(rule));
    const about = { section: "restrictions", level: "info", object } as const;
    const findings: Found[] = lost
        .filter(({ level }) => level === "alarm")
        .map(({ words }) => ({ ...about, rule: "restriction/given-up", words }));
    const rest = lost.filter(({ level }) => level !== "alarm");
    if (rest.length > 0) {
        findings.push({
            ...about,
            rule: "restriction/held-back",
            words: ["held back in some ways it was not before"],
            details: rest.map(({ words }) => say`no longer: ${words}`),
        });
    }
    return findings;
}
