import { isScalar, parseDocument } from "yaml";

import { WindlassError } from "../../lifecycle/kit/errors";
import { formatLock, parseLock } from "../../lifecycle/settings/lock-parse";
import { parseSettings, settingsFile } from "../../lifecycle/settings/settings-parse";

/** A stack's two files that name its range. */
export interface RangeFiles {
    /** Text of `stacks/Pulumi.<stack>.yaml`. */
    readonly settings: string;
    /** Text of `stacks/<stack>.lock.yaml`. */
    readonly lock: string;
}

/**
 * The two files with another range of Istio, and nothing else changed: every comment of the settings stays, and so do the
 * pins of the lock. For a pull request in which a person decides; nothing else ever writes settings.
 *
 * @throws WindlassError when a file cannot be read, or does not say the range in so many words
 */
export function widenRange(stack: string, { settings, lock }: RangeFiles, range: string): RangeFiles {
    const node: unknown = parseDocument(settings).getIn(["config", "windlass:istio", "range"], true);
    const place = isScalar(node) ? node.range : undefined;
    if (!place) {
        throw new WindlassError({
            file: settingsFile(stack),
            key: "windlass:istio.range",
            rule: "is not written out there, and cannot be changed by a tool",
            remedy: `Write the range ${range} by hand`,
        });
    }
    const [start, end] = place;
    const widened = `${settings.slice(0, start)}${JSON.stringify(range)}${settings.slice(end)}`;
    if (parseSettings(stack, widened).istio.range !== range)
        throw new Error(`${stack}: the range was not replaced`);
    const old = parseLock(stack, lock).lock;
    return { settings: widened, lock: formatLock(stack, { ...old, istio: { ...old.istio, range } }) };
}
