import * as v from "valibot";

import { integer, list, map, text } from "../kit/fields";
import { day } from "./formats";

/** A workload, `namespace/Kind/name`, or a folder below apps/. */
const subject = text({
    description: "A workload, namespace/Kind/name, or a folder below apps/ for all it holds.",
    pattern: "^[a-z0-9][a-z0-9.-]*(?:/[A-Z][A-Za-z]*/[a-z0-9][a-z0-9.-]*)?$",
    fault: {
        rule: "must be a workload or an application",
        remedy: "Write it as shop/Deployment/backend, or as the name of a folder below apps/",
    },
});

const subjects = (description: string) => v.optional(list(description, subject), []);

const exception = map("An application that stays on its proxy for a while.", {
    workload: subject,
    reason: text({ description: "Why it stays.", maxLength: 500 }),
    /** Last day it holds: `2026-12-31`. The step that ends an upgrade waits for it. */
    until: day({ description: "Last day it stays: 2026-12-31." }),
});

/** How the workloads of a stack move to a new proxy, where they do not all move at once. */
export const cohortsFields = v.optional(
    map(
        "How workloads move to a new proxy: in cohorts, one after the other. Left out: all at once.",
        {
            first: subjects("Workloads that move first: the least critical."),
            shares: v.optional(
                list(
                    "Percent of the others that have moved after each cohort, ascending; after the last it is all of them.",
                    integer("Percent.", 1, 100),
                ),
                [5, 20, 50, 100],
            ),
            last: subjects("Workloads that move after all others."),
            except: v.optional(
                list(
                    "Workloads that stay on their proxy for a while, each with a reason and a last day.",
                    exception,
                    ({ workload }) => workload,
                ),
                [],
            ),
            maxAnalyses: v.optional(
                integer(
                    "Most canaries that may be analysed at once: a cohort with more is cut into several.",
                    1,
                    100_000,
                ),
                100,
            ),
            failureBudget: v.optional(
                integer(
                    "Canaries that may fail before the version is held. The next cohort waits for every other.",
                    0,
                    100_000,
                ),
                0,
            ),
        },
        ({ shares, first, last, except }) => {
            const index = shares.findIndex((share, at) => share <= (shares[at - 1] ?? 0));
            if (index >= 0)
                return {
                    at: ["shares", String(index)],
                    rule: "must be greater than the share before it",
                    remedy: "Sort the shares",
                };
            const named = [...first, ...last, ...except.map(({ workload }) => workload)];
            const twice = named.find((name, at) => named.indexOf(name) !== at);
            return twice === undefined
                ? undefined
                : { rule: `names ${twice} more than once in first, last and except`, remedy: "Keep one" };
        },
    ),
);
