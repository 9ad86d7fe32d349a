import { lockDigest } from "../evidence/evidence";
import { failedWords } from "../evidence/not-verified";
import { partLabel, pinOf, pinnedAs } from "../settings/pins";
import type { Lock } from "../settings/lock";
import type { DecideArgs } from "./decision";

/**
 * What to do about a stack whose proxies were seen to fail at their pin: a sentence without its full stop, with the way
 * back; undefined where they did not, or where the lock has moved since.
 */
export function failedRollout({
    settings: { stack, fleet, gateways },
    lock,
    evidence,
}: Pick<DecideArgs, "settings" | "evidence"> & { readonly lock: Lock }): string | undefined {
    const seen = evidence?.seen.get(stack);
    if (fleet.evidence !== "required" || seen?.stack !== stack || seen.lock !== lockDigest(lock))
        return undefined;
    const { proxies } = lock.istio;
    const ahead = proxies.next && failedWords(seen, proxies.next.version);
    if (proxies.next && ahead !== undefined) {
        const back = `cohorts ${proxies.next.version} → ${proxies.version}`;
        return `${ahead}; the way back is ${back}: ${REVERT}, or ${rollbackOf(stack)}`;
    }
    const pins = [...Object.values(lock.istio.gateways ?? {}), pinOf(lock, "gateway")];
    const isApart = gateways.length > 0 && pinnedAs(lock, "gateway") === "gateway";
    const [failed] = [proxies.version, ...(isApart ? pins.map(({ version }) => version) : [])].flatMap(
        (version) => failedWords(seen, version) ?? [],
    );
    if (failed === undefined) return undefined;
    // Downwards the gateway is the first, whatever has failed.
    const part = isApart && pins.some(({ version }) => version === proxies.version) ? "gateway" : "proxies";
    return `${failed}; the way back is ${wayBack(stack, lock, part)}`;
}

/** The step that was taken, taken back. */
function wayBack(stack: string, lock: Lock, part: "proxies" | "gateway"): string {
    const { istio, history = [] } = lock;
    const { version } = istio.proxies;
    const past = history.filter((pin) => pin.part === part);
    const before = istio.leaving ?? istio.retiring ?? past.at(-1)?.version;
    const revert = `git revert the commit that moved ${part === "gateway" ? "it" : "them"}`;
    if (before === undefined) return revert;
    return `${partLabel(part)} ${version} → ${before}: ${revert}, or ${rollbackOf(stack)}`;
}

const REVERT = "git revert the commit that moved them";

function rollbackOf(stack: string): string {
    return `npm run -s windlass -- rollback --stack ${stack}`;
}
