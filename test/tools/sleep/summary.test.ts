import assert from "node:assert/strict";

import { NEW, OLD } from "../../../tools/sleep/fleet";
import type { NightEvent } from "../../../tools/sleep/night";
import { type Night, disappointments, figuresOf, summaryText } from "../../../tools/sleep/summary";

function point(second: number, analyses: number, upgraded: number, failed = 0) {
    const primaries = { [OLD]: 4 - upgraded, [NEW]: upgraded };
    return { second, analyses, failed, primaries, pods: {}, phases: {} };
}

function night(more: Partial<Night> = {}): Night {
    const events: NightEvent[] = [{ second: 9, what: "merged", about: "a cohort" }];
    return {
        act: "good",
        seed: 1,
        workloads: 4,
        seconds: 120,
        end: { how: "done", reasons: [] },
        events,
        points: [point(1, 0, 0), point(2, 3, 0, 1), point(3, 1, 2), point(4, 0, 4)],
        faults: {},
        use: {
            parts: [{ part: "etcd", peakMiB: 50, cpuSeconds: 12 }],
            requests: 900,
            frequent: { "GET pods": 800 },
            etcdMiB: 9,
        },
        commands: { update: { times: 2, seconds: 9 } },
        ...more,
    };
}

describe("the figures of a night", () => {
    it("count what was upgraded, the most at once, and analyses by the minute", () => {
        const { upgraded, mostAnalyses, mostFailed, analysesAMinute, steps } = figuresOf(night());
        assert.deepEqual(
            { upgraded, mostAnalyses, mostFailed, analysesAMinute, steps },
            {
                upgraded: 4,
                mostAnalyses: 3,
                mostFailed: 1,
                analysesAMinute: 1.5,
                steps: 1,
            },
        );
    });

    it("are no disappointment where all was promoted, or all went back", () => {
        assert.deepEqual(disappointments(night()), []);
        const end = { how: "held", reasons: ["1.31.1 is held"] } as const;
        assert.deepEqual(disappointments(night({ act: "bad", end, points: [point(1, 0, 0)] })), []);
    });

    it("say what went wrong: a broken rule, proxies that stayed, a person who was needed", () => {
        const said = disappointments(
            night({
                end: { how: "late", reasons: ["nothing was seen"] },
                points: [point(1, 0, 3)],
                faults: { "a is newer": 7 },
                events: [{ second: 1, what: "left to a person", about: "a step" }],
            }),
        );
        assert.deepEqual(said, [
            "at 7 s a is newer",
            "it ended late: nothing was seen",
            `3 primaries have ${NEW}, not 4`,
            "left to a person: a step",
        ]);
    });

    it("are printed with each part's use", () => {
        assert.match(
            summaryText([night()]),
            /good +4 of 4 +2 min 0 s[\s\S]*etcd +50 MiB +12 s +10 %[\s\S]*update +2 +4\.5 s/,
        );
    });
});
