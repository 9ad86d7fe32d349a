import { lockDigest } from "../evidence/evidence";
import { failedWords } from "../evidence/not-verified";
import { partLabel } from "../settings/pins";
import type { Lock } from "../settings/lock";
import type { DecideArgs } from "./decision";

/**
 * What to do about a stack whose proxies were seen to fail at their pin: a sentence without its full stop, with the way
 * back; undefined where they did not, or where the lock has moved since.
 */
export function failedRollout({
    settings: { stack, fleet },
    lock,
    evidence,
}: Pick<DecideArgs, "settings" | "evidence"> & { readonly lock: Lock }): string | undefined {
    const seen = evidence?.seen.get(stack);
    if (fleet.evidence !== "required" || seen?.stack !== stack || seen.lock !== lockDigest(lock))
        return undefined;
    const failed = failedWords(seen, lock.istio.proxies.version);
    return failed === undefined ? undefined : `${failed}; the way back is ${wayBack(stack, lock)}`;
}

/** The step that was taken, taken back. */
function wayBack(stack: string, { istio, history = [] }: Lock): string {
    const { version } = istio.proxies;
    const before =
        istio.leaving ?? istio.retiring ?? history.filter(({ part }) => part === "proxies").at(-1)?.version;
    const revert = "git revert the commit that moved them";
    if (before === undefined) return revert;
    return `${partLabel("proxies")} ${version} → ${before}: ${revert}, or npm run -s windlass -- rollback --stack ${stack}`;
}
