import type { CohortSettings } from "../settings/settings";

/** An exception of the settings, and which workloads it keeps where they are. */
export interface CohortException {
    /** As the settings name it: a workload, or a folder below `apps/`. */
    readonly workload: string;
    /** Ids of those that stay, sorted; none where nothing of the stack is meant, or what it names is in another group. */
    readonly workloads: readonly string[];
    readonly reason: string;
    /** Last day it holds: `2026-12-31`. */
    readonly until: string;
}

/** Exceptions with what each keeps. A workload that is named itself is that exception's, and not its application's. */
export function exceptionsOf(
    { except }: Pick<CohortSettings, "except">,
    excepted: readonly { readonly id: string; readonly app: string }[],
): readonly CohortException[] {
    const named = new Set(except.map(({ workload }) => workload));
    return except.map(({ workload, reason, until }) => ({
        workload,
        workloads: excepted
            .filter(({ id, app }) => workload === (named.has(id) ? id : app))
            .map(({ id }) => id)
            .sort(),
        reason,
        until,
    }));
}

/** Those that hold on a day, the last day included. */
export function standingExceptions(
    exceptions: readonly CohortException[],
    today: string,
): readonly CohortException[] {
    return exceptions.filter(({ workloads, until }) => workloads.length > 0 && until >= today);
}

/**
 * Why the last of the proxies may not move yet, as a sentence without its full stop: some stay for a reason, until a day. With
 * them wait the gateway, a revision that retires, and the next version, for all of these rely on every proxy. Undefined where
 * no exception holds any more.
 */
export function exceptionFault(exceptions: readonly CohortException[], today: string): string | undefined {
    const standing = standingExceptions(exceptions, today);
    if (standing.length === 0) return undefined;
    const said = standing.map(({ workload, until, reason }) => `${workload} until ${until} (${reason})`);
    return `the last proxies stay where they are: ${said.join(", ")}`;
}
