import { partLabel } from "../settings/pins";
import type { ConcernLevel } from "./concerns";
import type { StackReport } from "./fleet-report";
import { Html, html } from "./html";
import { pageTable } from "./page-table";
import { daysLeft, daysOf, healthWords, nextWords, phaseWords, pinWords } from "./stack-words";

/** What levels are called, with a sign of a shape of its own: colour says nothing alone. */
const LEVELS: Readonly<Record<ConcernLevel, string>> = {
    failing: "✖ failing",
    attention: "▲ needs a look",
    moving: "◆ on its way",
    fine: "✔ fine",
};

const OPEN = new Html("open");

/** How a stack does, as a word in a colour. */
export function badge(level: ConcernLevel): Html {
    return html`<span class="badge ${level}">${LEVELS[level]}</span>`;
}

/** One stack with all that is known of it: closed, unless it asks for a person. */
export function stackCard(stack: StackReport): Html {
    const { concern, seen, blocked, held, decides, window, debt, mend } = stack;
    const open = concern.level === "fine" || concern.level === "moving" ? "" : OPEN;
    const pins = stack.pins.map(({ part, ends, faults }, index) => {
        const { days = null, left = null } = stack.ages[index] ?? {};
        const support = ends === null ? "" : left === null ? ends : `${ends} (${daysLeft(left)})`;
        return [
            partLabel(part),
            pinWords(stack, part),
            days === null ? "" : daysOf(days),
            support,
            faults.join(", "),
        ];
    });
    const facts = [
        `Cluster: ${healthWords(stack)}.`,
        ...(seen?.canaries ? [`Canaries: ${phaseWords(seen.canaries)}.`] : []),
        ...(debt > 0 ? [`${debt} pods have an older proxy than is pinned.`] : []),
        ...(mend ? [`${mend.version} is the smallest step without the known faults.`] : []),
        ...(decides === null ? [] : [`Who decides: ${decides}.`]),
    ];
    return html`<details class="stack" ${open}>
        <summary>
            <h3 id="stack-${stack.stack}">${stack.stack}</h3>
            ${badge(concern.level)} <span class="next">Next: ${nextWords(stack)}</span>
        </summary>
        <p>${facts.join(" ")}</p>
        ${list("Why not yet", blocked)} ${list("Held", held)}
        ${list("What was found in its cluster", seen?.findings ?? [])}
        ${list(
            "Rollouts that failed",
            (seen?.failed ?? []).map(({ canary, version }) => `${canary}: ${version}`),
        )}
        ${list(
            "Windows and freezes",
            (window?.words ?? []).map(([label, sentence]) => `${label}: ${sentence}`),
        )}
        ${
            pins.length === 0
                ? html`<p>It has no lock yet.</p>`
                : pageTable({
                      caption: `What ${stack.stack} pins`,
                      head: ["Part", "Version", "Pinned for", "Supported until", "Known faults"],
                      rows: pins,
                  })
        }
        ${cohortTable(stack)}
    </details> `;
}

/** The stack's proxies by cohort and version, while cohorts are on their way. */
function cohortTable({ stack, seen }: StackReport): Html | string {
    const { cohorts = [] } = seen ?? {};
    if (cohorts.length === 0) return "";
    return pageTable({
        caption: `Cohorts of ${stack}`,
        head: ["Cohort", "Workloads", "Moved", "Pods by proxy"],
        rows: cohorts.map(({ through, workloads, hasMoved, pods }) => [
            through,
            workloads,
            hasMoved ? "yes" : "not yet",
            Object.entries(pods)
                .map(([version, count]) => `${count} × ${version}`)
                .join(", "),
        ]),
    });
}

function list(title: string, items: readonly string[]): Html | string {
    if (items.length === 0) return "";
    return html`<h4>${title}</h4>
        <ul>
            ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`;
}
