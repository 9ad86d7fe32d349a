import type { DirectLoad } from "./flows";

/** A load test: what it sends, and for how long. */
export interface LoadTest {
    readonly service: DirectLoad["service"];
    /** Requests a second. */
    readonly rate: number;
    readonly seconds: number;
}

/** hey's own defaults: 50 workers, as fast as they can; a worker of this simulator makes ten requests a second. */
const WORKERS = 50;
const PER_WORKER = 10;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * What a command line of hey asks for: `-z 1m -q 10 -c 2 http://backend-canary.prod:9898/`. Other flags change nothing.
 *
 * @returns undefined where the host is no `<service>.<namespace>`
 * @throws Error for a command without a duration or an address
 * @see https://github.com/rakyll/hey
 */
export function parseHey(args: readonly string[]): LoadTest | undefined {
    const valueOf = (flag: string) => {
        const index = args.indexOf(flag);
        return index < 0 ? undefined : args[index + 1];
    };
    const [, amount, unit = ""] = /^(\d+)([smh])$/.exec(valueOf("-z") ?? "") ?? [];
    const url = args.at(-1) ?? "";
    if (amount === undefined) throw new Error("hey: -z DURATION is missing");
    if (!URL.canParse(url)) throw new Error(`hey: ${url} is no address`);
    const [name, namespace] = new URL(url).hostname.split(".");
    if (!name || !namespace) return undefined;
    return {
        service: { namespace, name },
        rate: Number(valueOf("-c") ?? WORKERS) * Number(valueOf("-q") ?? PER_WORKER),
        seconds: Number(amount) * (UNITS[unit] ?? 1),
    };
}
