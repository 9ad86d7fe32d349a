import { join } from "node:path";

import { readCatalog } from "../../adapters/files/catalog-store";
import { table } from "../../cli/table";
import { DAY } from "../../lifecycle/kit/day";
import { HABITS, simulateHabit } from "./habits";
import { type Year, simulateYear } from "./year";
import { type YearFleetArgs, yearFleet } from "./year-fleet";

/** In working hours: a person who is asked once a day is asked then. */
const FROM = Date.UTC(2025, 9, 1, 10);
const TO = Date.UTC(2026, 9, 1);
const WAVES = 5;
const HOUR = 3_600_000;
const stacks = Number(process.argv[2] ?? 100);

interface Way {
    readonly name: string;
    readonly fleet: YearFleetArgs["fleet"];
    readonly round: number;
}

const seen = { evidence: "required", unattended: "minor" } as const;

function ways(): readonly Way[] {
    return [
        { name: "days, a step a day", fleet: { evidence: "none" }, round: DAY },
        { name: "evidence, expedited 0d", fleet: seen, round: 6 * HOUR },
        { name: "evidence, expedited 6h", fleet: { ...seen, expeditedSoak: "6h" }, round: 6 * HOUR },
        { name: "evidence, expedited 1d", fleet: { ...seen, expeditedSoak: "1d" }, round: 6 * HOUR },
        {
            name: "the same, minors by a person",
            fleet: { ...seen, expeditedSoak: "1d", unattended: "patch" },
            round: 6 * HOUR,
        },
    ];
}

function row(name: string, { stacks: all }: Year, seconds: number): string[] {
    const sum = (value: (stack: Year["stacks"][number]) => number): number =>
        all.reduce((total, stack) => total + value(stack), 0);
    const worst = Array.from({ length: WAVES }, (_, wave) =>
        Math.max(0, ...all.filter((stack) => stack.wave === wave).map(({ faultyDays }) => faultyDays)),
    );
    return [
        name,
        ...worst.map((days) => days.toFixed(1)),
        sum(({ breaches }) => breaches).toFixed(0),
        String(sum(({ steps }) => steps)),
        String(sum(({ asked }) => asked)),
        Math.max(...all.map(({ longestWait }) => longestWait)).toFixed(0),
        seconds.toFixed(1),
    ];
}

function timed(run: () => Year): readonly [Year, number] {
    const start = process.hrtime.bigint();
    const year = run();
    return [year, Number(process.hrtime.bigint() - start) / 1e9];
}

function main(): void {
    const catalog = readCatalog(join(__dirname, "..", ".."));
    const about = { catalog, from: FROM, to: TO };
    const rows: string[][] = [];
    const add = (cells: string[]): void => {
        rows.push(cells);
        process.stderr.write(`${cells.join("  ")}\n`);
    };
    for (const { name, fleet, ...how } of ways()) {
        const settings = yearFleet({ stacks, waves: WAVES, fleet });
        const [year, seconds] = timed(() => simulateYear({ ...about, ...how, settings }));
        add(row(name, year, seconds));
    }
    const settings = yearFleet({ stacks, waves: WAVES, fleet: {} });
    for (const habit of HABITS) {
        const [year, seconds] = timed(() => simulateHabit(habit, { ...about, settings }));
        add(row(habit.name, year, seconds));
    }
    const head = ["DAYS WITH A KNOWN FAULT", ...Array.from({ length: WAVES }, (_, wave) => `WAVE ${wave}`)];
    process.stdout.write(`${table([...head, "SKEW", "STEPS", "ASKED", "HELD D", "S"], rows)}\n`);
}

main();
