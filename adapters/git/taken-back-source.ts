import { getIn } from "../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { WindlassError } from "../../lifecycle/kit/errors";
import { type FileEvent, readFileHistory } from "./file-history-source";
import { PARTS, factsOf } from "../../lifecycle/settings/pinned-parts";
import { pinPath } from "../../lifecycle/settings/pins";
import { MAX_LOCK_SIZE } from "./lock-history-source";
import { strictVersion } from "../../lifecycle/kit/version-order";
import type { Hold } from "../../lifecycle/holds/hold";
import { placeOf } from "../../lifecycle/cohorts/place";
import { THROUGH } from "../../lifecycle/settings/formats";
import { type CohortsReached, type LockEvent, takenBack } from "../../lifecycle/holds/taken-back";

/** What Git's history says of holds. */
export interface HistoryHolds {
    readonly found: readonly Hold[];
    /** Why some of the history is not known, as a sentence without its full stop. */
    readonly gap?: string;
}

export interface ReadHistoryHoldsArgs {
    /** The project's root. */
    readonly root: string;
    /** Newest commits that are looked at, of those that change a lock. @default 10000 */
    readonly most?: number;
    readonly signal?: AbortSignal;
}

/** The versions that were taken back in any stack, by the commits of its lock. */
export async function readHistoryHolds(args: ReadHistoryHoldsArgs): Promise<HistoryHolds> {
    const { commits, texts, gap } = await readFileHistory({
        ...args,
        glob: "stacks/*.lock.yaml",
        maxSize: MAX_LOCK_SIZE,
    });
    const read = new Map<string, Pick<LockEvent, "versions" | "cohorts">>();
    for (const [blob, text] of texts) {
        args.signal?.throwIfAborted();
        read.set(blob, pinsIn(text));
    }
    const found = takenBack(
        commits.map(({ commit, time, files }) => ({
            commit,
            time,
            events: files.flatMap((file) => eventOf(file, read)),
        })),
    );
    return { found, gap };
}

function eventOf(
    { path, from, blob }: FileEvent,
    read: ReadonlyMap<string, Pick<LockEvent, "versions" | "cohorts">>,
): readonly LockEvent[] {
    const stack = stackOf(path);
    if (stack === undefined) return [];
    const pins =
        blob === undefined
            ? ({ versions: "deleted" } as const)
            : (read.get(blob) ?? ({ versions: "unreadable" } as const));
    return [{ stack, from: from === undefined ? undefined : stackOf(from), ...pins }];
}

function stackOf(path: string): string | undefined {
    return /^stacks\/([a-z0-9][-a-z0-9]{0,62})\.lock\.yaml$/.exec(path)?.[1];
}

/** The pins alone: a lock of an older format has them in the same places, and a foreign text has none. */
function pinsIn(text: string): Pick<LockEvent, "versions" | "cohorts"> {
    try {
        const { value } = parseYamlDocument(text, { file: "lock" });
        const versions = PARTS.map((part) => {
            const version = getIn(value, [...pinPath(part), "version"]);
            return [part, typeof version === "string" ? strictVersion(version)?.version : undefined] as const;
        });
        const isMissing = ([part, version]: (typeof versions)[number]): boolean =>
            version === undefined && factsOf(part).follows === undefined;
        if (versions.some(isMissing)) return { versions: "unreadable" };
        return { versions: Object.fromEntries(versions), cohorts: cohortsIn(value) };
    } catch (error) {
        if (error instanceof WindlassError) return { versions: "unreadable" };
        throw error;
    }
}

/** @throws WindlassError for a place that no lock may hold */
function cohortsIn(lock: unknown): CohortsReached | undefined {
    const next = getIn(lock, ["istio", "proxies", "next"]);
    if (next === undefined) return undefined;
    const [version, through] = ["version", "through"].map((key) => getIn(next, [key]));
    const exact = typeof version === "string" ? strictVersion(version)?.version : undefined;
    if (exact === undefined || typeof through !== "string" || !new RegExp(THROUGH).test(through))
        throw new WindlassError({ key: "istio.proxies.next", value: next, rule: "is none" });
    return { version: exact, place: placeOf(through) };
}
