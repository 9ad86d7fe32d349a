import { dirname } from "node:path";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { upstreamOf } from "../adapters/upstream/upstream";
import { addressBelow } from "../adapters/http/web-address";
import {
    ISTIOCTL_PLATFORMS,
    type IstioctlPlatform,
    istioctlAsset,
    istioctlPlatform,
} from "../adapters/istioctl/assets";
import { fetchIstioctl, pinnedDigest } from "../adapters/istioctl/pinned";
import { parseVersion } from "../lifecycle/versions/request";
import type { CommandContext, Invocation } from "./command";
import type { istioctlGetCommand } from "./definitions/istioctl-get";
import { type PinnedLocks, pinnedVersion, readLocks, requireVersion } from "./istioctl";

/** Fetches an istioctl and says where it is. */
export async function run(invocation: Invocation<typeof istioctlGetCommand>): Promise<ExitStatus> {
    const { options, env, terminal } = invocation;
    const locks = readLocks(invocation);
    const version =
        options.version === undefined ? pinnedVersion(locks, invocation) : requireVersion(options.version);
    const own = istioctlPlatform(process.platform, process.arch);
    const platform = options.platform ?? own;
    if (options["add-path"] && (platform !== own || options.address)) {
        throw new WindlassError({
            key: "--add-path",
            rule: "would put a program on the PATH that does not run here",
            remedy: "Leave --platform and --address out",
        });
    }
    const { major, minor, patch } = parseVersion(version);
    const url = addressOf(version, platform, env);
    const fetched = options.address ? undefined : await fetchFor(version, platform, locks, invocation);
    const about = {
        version,
        major: String(major),
        minor: String(minor),
        patch: String(patch),
        platform,
        url,
        digest: fetched?.digest ?? pinnedDigest([...locks.values()], version, platform) ?? "",
        path: fetched?.path ?? "",
    };
    const workflow = workflowRun(env);
    workflow.writeOutputs(about);
    if (options["add-path"] && fetched && !workflow.addToPath(dirname(fetched.path))) {
        terminal.note("This is no workflow: GITHUB_PATH is not set, and no PATH was changed.");
    }
    terminal.print(options.json ? JSON.stringify(about) : (fetched?.path ?? url));
    return ExitStatus.ok;
}

async function fetchFor(
    version: string,
    platform: IstioctlPlatform,
    locks: PinnedLocks,
    { env, signal, terminal }: CommandContext,
): Promise<{ readonly path: string; readonly digest: string }> {
    const onNote = (sentence: string): void => terminal.note(sentence);
    return fetchIstioctl(version, { env, locks: [...locks.values()], platform, signal, onNote });
}

function addressOf(version: string, platform: IstioctlPlatform, env: CommandContext["env"]): string {
    const asset = istioctlAsset(version, platform);
    if (asset !== undefined) return addressBelow(upstreamOf(env).releases, version, asset).href;
    throw new WindlassError({
        key: "--platform",
        value: platform,
        rule: `istioctl ${version} was not released for it`,
        remedy: `Choose another of ${ISTIOCTL_PLATFORMS.join(", ")}`,
    });
}
