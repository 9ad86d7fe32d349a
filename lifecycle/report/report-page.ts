import type { FleetReport, StackReport } from "./fleet-report";
import { type Html, html } from "./html";
import { Html as Raw } from "./html";

/** No request to anywhere, no script: what the page needs is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = new Raw(`:root{color-scheme:light dark;--line:#8888;--bad:#b3261e;--soft:#5a5a5a}
@media (prefers-color-scheme:dark){:root{--bad:#ff9a90;--soft:#b8b8b8}}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:80rem;padding:1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
.scroll{overflow-x:auto}.scroll:focus-visible,a:focus-visible{outline:3px solid}.bad{color:var(--bad);font-weight:600}.soft{color:var(--soft)}
article{border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem;margin:1rem 0;overflow-wrap:anywhere}ul{padding-left:1.2rem}`);

/** The whole report as one page that needs nothing beside it: for a phone, in light and dark, by keyboard and by ear. */
export function reportPage(report: FleetReport): string {
    const waves = [...new Set(report.stacks.map(({ wave }) => wave))];
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>Windlass: the fleet on ${report.at}</title>
                <style>
                    ${STYLE}
                </style>
            </head>
            <body>
                <header>
                    <h1>The fleet</h1>
                    <p class="soft">
                        As of <time datetime="${report.at}">${report.at}</time>, by the catalog of
                        ${report.catalog}.
                    </p>
                </header>
                <main>
                    ${overview(report)}
                    ${waves.map(
                        (wave) =>
                            html`<section aria-labelledby="wave-${wave}">
                                <h2 id="wave-${wave}">Wave ${wave}</h2>
                                ${report.stacks.filter((stack) => stack.wave === wave).map(stackCard)}
                            </section> `,
                    )}${history(report)}
                </main>
            </body>
        </html> `;
    return page.text;
}

function overview({ stacks, proxies }: FleetReport): Html {
    const faulty = stacks.filter(({ pins }) => pins.some(({ faults }) => faults.length > 0)).length;
    const debt = stacks.reduce((sum, stack) => sum + stack.debt, 0);
    const unseen = stacks.filter(({ seen }) => seen === null).length;
    return html`<section aria-labelledby="overview">
        <h2 id="overview">Overview</h2>
        <ul>
            <li>${stacks.length} stacks, ${faulty} with a known fault</li>
            <li>${debt} pods on an older proxy than is pinned</li>
            <li>${unseen} stacks of which nothing was seen</li>
        </ul>
        ${
            proxies.length === 0
                ? ""
                : table(
                      "Pods by version of their proxy",
                      ["Proxy", "Pods"],
                      proxies.map(({ version, pods }) => [version, String(pods)]),
                  )
        }
    </section>`;
}

function stackCard(stack: StackReport): Html {
    const { seen, action, step, free, blocked, held, decides, window } = stack;
    const pins = stack.pins.map(({ part, version, since, ends, faults }, index) => {
        const { days = null, left = null } = stack.ages[index] ?? {};
        const support = ends === null ? "" : left === null ? ends : `${ends}, ${left} days`;
        return [part, version, days === null ? since : `${days} days`, support, faults.join(", ")];
    });
    const next = step
        ? `${step.part} ${step.from} → ${step.to}`
        : action === "none"
          ? "nothing to do"
          : free === null
            ? "waits; time alone does not free it"
            : `waits; free on ${free}`;
    const health = seen === null ? "not seen" : `${seen.health}, seen on ${seen.seen}`;
    return html`<article aria-labelledby="stack-${stack.stack}">
        <h3 id="stack-${stack.stack}">${stack.stack}</h3>
        <p>
            Cluster: <span class="${seen?.health === "failing" ? "bad" : "soft"}">${health}</span>. Next:
            <strong>${next}</strong>${decides === null ? "" : `; ${decides}`}.
        </p>
        ${list("Why not yet", blocked)}${list("Held", held)}${list("Findings", seen?.findings ?? [])}
        ${list(
            "Rollouts that failed",
            (seen?.failed ?? []).map(({ canary, version }) => `${canary}: ${version}`),
        )}
        ${list(
            "Windows and freezes",
            (window?.words ?? []).map(([label, sentence]) => `${label}: ${sentence}`),
        )}
        ${table(`Pins of ${stack.stack}`, ["Part", "Version", "Age", "Supported until", "Known faults"], pins)}
    </article> `;
}

function history({ history: points }: FleetReport): Html {
    const rows = points.map(({ day, version, stacks }) => [day, version, String(stacks)]);
    return html`<section aria-labelledby="history">
        <h2 id="history">Over time</h2>
        ${table("Stacks by the version of their proxies, on each day on which any moved", ["Day", "Proxies", "Stacks"], rows)}
    </section>`;
}

function list(title: string, items: readonly string[]): Html | string {
    if (items.length === 0) return "";
    return html`<h4>${title}</h4>
        <ul>
            ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`;
}

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): Html {
    return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
        <table>
            <caption>
                ${caption}
            </caption>
            <thead>
                <tr>
                    ${head.map((name) => html`<th scope="col">${name}</th>`)}
                </tr>
            </thead>
            <tbody>
                ${rows.map(
                    (row) =>
                        html`<tr>
                            ${row.map((cell) => html`<td>${cell}</td>`)}
                        </tr>`,
                )}
            </tbody>
        </table>
    </div>`;
}
