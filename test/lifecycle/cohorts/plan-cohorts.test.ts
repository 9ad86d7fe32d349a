import assert from "node:assert/strict";

import fc from "fast-check";

import { type CohortMember, planCohorts } from "../../../lifecycle/cohorts/plan-cohorts";
import type { CohortSettings } from "../../../lifecycle/settings/settings";

const SETTINGS: CohortSettings = {
    first: [],
    shares: [5, 20, 50, 100],
    last: [],
    except: [],
    maxAnalyses: 100_000,
    failureBudget: 0,
};

function members(count: number, needs: (index: number) => readonly string[] = () => []): CohortMember[] {
    return Array.from({ length: count }, (_, index) => ({
        id: `shop/Deployment/app-${index}`,
        app: `app-${index}`,
        isGated: true,
        needs: needs(index),
    }));
}

const anyMembers = fc
    .uniqueArray(
        fc.record({
            id: fc.stringMatching(/^[a-c]{1,4}$/).map((name) => `shop/Deployment/${name}`),
            app: fc.constantFrom("one", "two", "three"),
            isGated: fc.boolean(),
            needs: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 3 }),
        }),
        { selector: ({ id }) => id, maxLength: 60 },
    )
    .map((found): readonly CohortMember[] => found);

const anySettings = fc.record({
    first: fc.constantFrom([], ["one"]),
    shares: fc.constantFrom([100], [5, 20, 50, 100], [50]),
    last: fc.constantFrom([], ["two"], ["shop/Deployment/aaaa"]),
    except: fc.constantFrom([], [{ workload: "three", reason: "r", until: "2026-12-31" }]),
    maxAnalyses: fc.integer({ min: 1, max: 40 }),
    failureBudget: fc.constant(0),
});

describe("planCohorts", () => {
    it("puts every workload in one cohort, none of which is empty or has more canaries than the cap", () => {
        fc.assert(
            fc.property(anySettings, anyMembers, (settings, all) => {
                const { cohorts } = planCohorts(settings, all);
                assert.deepEqual(
                    cohorts.flatMap(({ workloads }) => workloads).sort(),
                    all.map(({ id }) => id).sort(),
                );
                for (const { workloads, analyses } of cohorts) {
                    assert.ok(workloads.length > 0);
                    assert.ok(analyses <= settings.maxAnalyses, `${analyses} > ${settings.maxAnalyses}`);
                }
            }),
        );
    });

    it("does not depend on the order of the workloads", () => {
        fc.assert(
            fc.property(anySettings, anyMembers, (settings, all) => {
                assert.deepEqual(planCohorts(settings, [...all].reverse()), planCohorts(settings, all));
            }),
        );
    });

    it("moves no workload that shares no service with one that is added", () => {
        fc.assert(
            fc.property(anySettings, anyMembers, fc.nat(), (settings, all, at) => {
                const plain = all.map((member) => ({ ...member, needs: [] }));
                const gone = plain[at % Math.max(1, plain.length)];
                const before = planCohorts(
                    settings,
                    plain.filter((member) => member !== gone),
                );
                const after = planCohorts(settings, plain);
                for (const [id, place] of before.places) assert.equal(after.places.get(id), place);
            }),
        );
    });

    it("has no two dependants alone of a service in one cohort, where there is another", () => {
        // Every service has two dependants, and one in a few of them would have both in one cohort by name.
        const all = members(600, (index) => [`service-${index >> 1}`]);
        const { cohorts, crowded } = planCohorts(SETTINGS, all);
        assert.deepEqual(crowded, []);
        for (const { workloads } of cohorts) {
            const services = workloads.map((id) => Number(id.split("-").at(-1)) >> 1);
            assert.equal(new Set(services).size, services.length);
        }
    });

    it("says which services it could not spread", () => {
        const { crowded } = planCohorts(
            { ...SETTINGS, shares: [100] },
            members(2, () => ["backend"]),
        );
        assert.deepEqual(crowded, ["backend"]);
    });

    it("keeps about the shares, and has the named ones first and last", () => {
        const settings = {
            ...SETTINGS,
            first: ["app-7", "shop/Deployment/app-8"],
            last: ["app-9"],
            except: [{ workload: "app-10", reason: "r", until: "2026-12-31" }],
        };
        const { cohorts } = planCohorts(settings, members(3000));
        assert.deepEqual(
            cohorts.map(({ through }) => through),
            ["first", "5%", "20%", "50%", "100%", "last", "except"],
        );
        const sizes = cohorts.map(({ workloads }) => workloads.length);
        assert.equal(sizes[0], 2);
        assert.deepEqual(cohorts.at(-2)?.workloads, ["shop/Deployment/app-9"]);
        assert.ok(Math.abs((sizes[1] ?? 0) - 150) < 40, `${sizes[1]}`);
        assert.ok(Math.abs((sizes[4] ?? 0) - 1500) < 100, `${sizes[4]}`);
    });

    it("assigns 3,000 workloads in milliseconds, cut to a cap of 100", () => {
        const all = members(3000, (index) => [`service-${index % 400}`]);
        const begun = performance.now();
        const { cohorts } = planCohorts({ ...SETTINGS, maxAnalyses: 100 }, all);
        const took = performance.now() - begun;
        assert.ok(cohorts.every(({ analyses }) => analyses <= 100));
        assert.ok(took < 1500, `${took} ms`);
    });
});
