import semver from "semver";

import { DAY } from "../../lifecycle/kit/day";
import type { ObservedCluster } from "../../lifecycle/observed/observed";
import type { StackSettings } from "../../lifecycle/settings/settings";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { catalogAt } from "./known-faults";
import { type StackYear, type Year, breachesOf } from "./year";

/** Another way to keep a fleet up to date. */
export interface Habit {
    readonly name: string;
    /** Whether istiod moves to the newest release at a moment. */
    readonly moves: (time: number) => boolean;
    /** Whether the proxies of a stack move to what its istiod is. */
    readonly follows: (time: number, index: number) => boolean;
    /** Whether a person does it. */
    readonly byHand: boolean;
}

/** Days between two releases of an application, after each of which its pods have the proxy of the day. */
const RELEASE_DAYS = 14;

export const HABITS: readonly Habit[] = [
    { name: "newest on day one, pods restarted", moves: () => true, follows: () => true, byHand: false },
    { name: "monthly by hand", moves: isMonthly, follows: isMonthly, byHand: true },
    {
        name: "`1.*` (gitops-istio)",
        moves: () => true,
        follows: (time, index) => (Math.floor(time / DAY) + index) % RELEASE_DAYS === 0,
        byHand: false,
    },
];

/** The first Tuesday of a month. */
function isMonthly(time: number): boolean {
    const date = new Date(time);
    return date.getUTCDay() === 2 && date.getUTCDate() <= 7;
}

export interface HabitArgs {
    readonly settings: readonly StackSettings[];
    readonly catalog: Catalog;
    readonly from: number;
    readonly to: number;
}

/** A year of a fleet that is kept up to date by a habit, day by day; all istiods are in place, as the habit has it. */
export function simulateHabit({ moves, follows, byHand }: Habit, args: HabitArgs): Year {
    const { settings, catalog, from, to } = args;
    const first = catalogAt(catalog, from).newest;
    const stacks = settings.map(({ stack, fleet }) => ({
        istiod: first,
        year: {
            stack,
            wave: fleet.wave,
            faultyDays: 0,
            breaches: 0,
            steps: 0,
            asked: 0,
            longestWait: 0,
            version: first,
        },
    }));
    for (let time = from; time < to; time += DAY) {
        const { newest, isFaulty } = catalogAt(catalog, time);
        for (const [index, place] of stacks.entries()) {
            const { year } = place;
            const before = year.version;
            if (moves(time) && semver.gt(newest, place.istiod)) {
                place.istiod = newest;
                count(year, byHand);
            }
            // Until they have restarted, the old proxies talk to the new istiod.
            year.breaches += breachesOf(clusterOf(place.istiod, before), IN_PLACE);
            if (follows(time, index) && before !== place.istiod) {
                year.version = place.istiod;
                count(year, byHand);
            }
            if (isFaulty(place.istiod) || isFaulty(year.version)) year.faultyDays++;
        }
    }
    return { stacks: stacks.map(({ year }) => year), decisions: 0 };
}

const IN_PLACE = { istio: { strategy: "in-place" } } as unknown as Pick<StackSettings, "istio">;
const PROXIES = 10;

function clusterOf(istiod: string, proxies: string): ObservedCluster {
    const tally = { workload: "shop/Deployment/w", version: proxies, revision: "default", pods: 1, ready: 1 };
    return {
        controlPlanes: [
            { revision: "default", version: istiod, namespace: "istio-system", wanted: 2, ready: 2 },
        ],
        proxies: Array.from({ length: PROXIES }, () => tally),
        canaries: [],
        workloads: [],
        deliveries: [],
    };
}

function count(year: StackYear, byHand: boolean): void {
    year.steps++;
    if (byHand) year.asked++;
}
