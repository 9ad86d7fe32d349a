import { rcompare } from "semver";
import { type ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { NetworkError } from "../adapters/http/network-error";
import { runAttached } from "../adapters/istioctl/attached";
import { locateIstioctl } from "../adapters/istioctl/locate";
import { fetchIstioctl } from "../adapters/istioctl/pinned";
import type { Lock } from "../lifecycle/settings/lock";
import { readLock } from "../adapters/files/lock-store";
import { strictVersion } from "../lifecycle/kit/version-order";
import type { CommandContext, Invocation } from "./command";
import type { istioctlCommand } from "./definitions/istioctl";
import { stackNames } from "./read-stacks";

/** Runs the istioctl a stack pins. */
export async function run(invocation: Invocation<typeof istioctlCommand>): Promise<ExitStatus> {
    const { options, positionals, env, signal } = invocation;
    const locks = readLocks(invocation);
    const version =
        options.version === undefined ? pinnedVersion(locks, invocation) : requireVersion(options.version);
    const istioctl = await find(version, [...locks.values()], invocation);
    // Whatever istioctl says, not only the statuses Windlass knows.
    return (await runAttached({ istioctl, args: positionals, env, signal })) as ExitStatus;
}

/** Locks by stack. */
export type PinnedLocks = ReadonlyMap<string, Lock>;

/** Locks by stack. With `--version` a project without locks is fine: nothing then vouches for a digest. */
export function readLocks({
    root,
    options,
}: Pick<Invocation<typeof istioctlCommand>, "root" | "options">): PinnedLocks {
    const named = options.stack === undefined ? undefined : [options.stack];
    try {
        return new Map(stackNames(root, named).map((stack) => [stack, readLock(root, stack).lock]));
    } catch (error) {
        if (options.version !== undefined && named === undefined && error instanceof WindlassError)
            return new Map();
        throw error;
    }
}

/** What the stacks pin; where they differ the newest, which reads what older ones wrote, and the choice is said. */
export function pinnedVersion(locks: PinnedLocks, { terminal }: Pick<CommandContext, "terminal">): string {
    const byVersion = new Map<string, string[]>();
    for (const [stack, { istio }] of locks) {
        const { version } = istio.proxies;
        byVersion.set(version, [...(byVersion.get(version) ?? []), stack]);
    }
    const [newest, ...older] = [...byVersion.keys()].sort(rcompare);
    if (newest === undefined) throw new Error("there is a stack, and it pins nothing");
    if (older.length > 0) {
        const pins = [newest, ...older].map(
            (version) => `${version} (${byVersion.get(version)?.join(", ")})`,
        );
        terminal.note(
            `The stacks pin istioctl ${pins.join(", ")}: ${newest} is run. --stack chooses another.`,
        );
    }
    return newest;
}

/** An exact version from an option. */
export function requireVersion(value: string): string {
    const version = strictVersion(value)?.version;
    if (version !== undefined) return version;
    throw new WindlassError({
        key: "--version",
        value,
        rule: "must be an exact version of Istio",
        remedy: "Write it as 1.31.1",
    });
}

async function find(
    version: string,
    locks: readonly Lock[],
    { root, env, signal, terminal }: CommandContext,
): Promise<string> {
    const onNote = (sentence: string): void => terminal.note(sentence);
    if (env["ISTIOCTL"]) return locateIstioctl(version, { root, env, signal });
    try {
        return (await fetchIstioctl(version, { env, locks, signal, onNote })).path;
    } catch (error) {
        // Bytes that are wrong are no reason to look elsewhere; a network that is not there is.
        if (!(error instanceof NetworkError)) throw error;
        const found = await locateIstioctl(version, {
            root,
            env,
            signal,
            download: () => Promise.reject(error),
        });
        onNote(
            `${error.message} The istioctl that is installed is used, which no digest vouches for: ${found}`,
        );
        return found;
    }
}
