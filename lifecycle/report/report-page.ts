import { compareText } from "../kit/compare-text";
import type { FleetReport } from "./fleet-report";
import { type Html, html } from "./html";
import type { LastUpgrade } from "./last-upgrade";
import { PAGE_STYLE } from "./page-style";
import { pageTable } from "./page-table";
import { badge, stackCard } from "./stack-card";
import { healthWords, momentWords, nextWords, pinWords } from "./stack-words";
import { seriesOf, upgradePlot } from "./upgrade-plot";
import { type Verdict, countFleet, verdictOf } from "./verdict";

/** No request to anywhere, no script: what the page needs is in it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The plot is drawn for a phone, a tablet and a desk, and the style shows one: scaled, its text would be too small or too large. */
const SIZES = [
    { name: "narrow", width: 296, height: 200 },
    { name: "middle", width: 640, height: 240 },
    { name: "wide", width: 1080, height: 300 },
];

/** The whole report as one page that needs nothing beside it: for a phone, in light and dark, by keyboard and by ear. */
export async function reportPage(report: FleetReport): Promise<string> {
    const waves = [...new Set(report.stacks.map(({ wave }) => wave))];
    const upgrade = report.upgrade ? await upgradeSection(report.upgrade) : "";
    const page = html`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>The fleet on ${report.at.slice(0, 10)} · Windlass</title>
                <style>
                    ${PAGE_STYLE}
                </style>
            </head>
            <body>
                <a class="skip" href="#main">Skip to the report</a>
                <header>
                    <h1>The fleet</h1>
                    <p class="soft small">
                        As of
                        <time datetime="${report.at}">${momentWords(report.at)}</time>, by the catalog of
                        ${report.catalog}
                    </p>
                    <nav aria-label="On this page">
                        <ul>
                            <li><a href="#stacks">All stacks</a></li>
                            ${upgrade === "" ? "" : html`<li><a href="#upgrade">The last upgrade</a></li>`}
                            ${waves.map((wave) => html`<li><a href="#wave-${wave}">Wave ${wave}</a></li>`)}
                        </ul>
                    </nav>
                </header>
                <main id="main">
                    ${overview(report)} ${stacksTable(report)} ${upgrade}
                    ${waves.map(
                        (wave) =>
                            html`<section aria-labelledby="wave-${wave}">
                                <h2 id="wave-${wave}">Wave ${wave}</h2>
                                ${report.stacks.filter((stack) => stack.wave === wave).map(stackCard)}
                            </section> `,
                    )}
                </main>
                <footer class="soft small">
                    <p>
                        Made by <code>windlass report</code> from settings, locks, the catalog and what
                        <code>windlass status --record</code> has seen. It asks nobody for anything.
                    </p>
                </footer>
            </body>
        </html> `;
    return page.text;
}

function overview(report: FleetReport): Html {
    const verdict: Verdict = verdictOf(report.stacks);
    const troubled = report.stacks
        .filter(({ concern }) => concern.reasons.length > 0)
        .sort((a, b) => Number(a.concern.level !== "failing") - Number(b.concern.level !== "failing"));
    return html`<section aria-labelledby="overview">
        <h2 id="overview">Overview</h2>
        <p class="verdict ${verdict.level}">${verdict.sentence}.</p>
        <dl class="tiles">
            ${countFleet(report.stacks).map(
                ([label, count]) =>
                    html`<div>
                        <dt>${label}</dt>
                        <dd>${count}</dd>
                    </div>`,
            )}
        </dl>
        ${
            troubled.length === 0
                ? ""
                : html`<div class="panel">
                      <ul class="trouble">
                          ${troubled.map(
                              ({ stack, concern }) =>
                                  html`<li>
                                      <a href="#stack-${stack}">${stack}</a> ${badge(concern.level)}
                                      <div>${concern.reasons.join("; ")}</div>
                                  </li>`,
                          )}
                      </ul>
                  </div>`
        }
        ${proxies(report)} ${canaries(report)}
    </section>`;
}

function proxies({ proxies: counts }: FleetReport): Html | string {
    if (counts.length === 0) return "";
    const most = Math.max(...counts.map(({ count }) => count));
    const rows = counts.map(({ version, count }, index) => {
        const width = Math.round((100 * count) / most);
        const series = seriesOf(counts.length - 1 - index, counts.length);
        return [
            version,
            count,
            html`<span class="bar ${series}" style="width:${width}%" aria-hidden="true"></span>`,
        ];
    });
    const head = ["Proxy", "Pods", "Share"];
    return html`<div class="panel after">
        ${pageTable({ caption: "Pods by version of their proxy", head, rows })}
    </div>`;
}

function canaries({ canaries: phases }: FleetReport): Html | string {
    const rows = Object.entries(phases).sort(([a, m], [b, n]) => n - m || compareText(a, b));
    if (rows.length === 0) return "";
    return html`<div class="panel after">
        ${pageTable({ caption: "Canaries by phase", head: ["Phase", "Canaries"], rows })}
    </div>`;
}

function stacksTable({ stacks }: FleetReport): Html {
    const rows = stacks.map((stack) => [
        html`<a href="#stack-${stack.stack}">${stack.stack}</a>`,
        stack.wave,
        badge(stack.concern.level),
        pinWords(stack, "control-plane"),
        pinWords(stack, "proxies"),
        healthWords(stack),
        nextWords(stack),
    ]);
    const head = ["Stack", "Wave", "State", "Control plane", "Proxies", "Cluster", "Next"];
    return html`<section aria-labelledby="stacks">
        <h2 id="stacks">All stacks</h2>
        <div class="panel">${pageTable({ caption: "Stacks by wave", head, rows })}</div>
    </section>`;
}

async function upgradeSection(upgrade: LastUpgrade): Promise<Html> {
    const { versions, points, unit, to } = upgrade;
    const plots = await Promise.all(
        SIZES.map(async ({ name, ...size }) => {
            const plot = await upgradePlot({ upgrade, ...size, id: `plot-${name}` });
            return html`<div class="${name}">${plot}</div>`;
        }),
    );
    const newestFirst = versions.map((version, index) => ({ version, index })).reverse();
    const rows = points.map(({ at, counts }) => [
        momentWords(at),
        ...newestFirst.map(({ index }) => counts[index] ?? 0),
    ]);
    const source =
        unit === "pods" ? "pods that were seen, by version of their proxy" : "stacks by the proxies they pin";
    return html`<section aria-labelledby="upgrade">
        <h2 id="upgrade">The last upgrade: proxies to ${to}</h2>
        <figure class="panel">
            <figcaption>Over time: ${source}.</figcaption>
            <ul class="key">
                ${newestFirst.map(
                    ({ version, index }) =>
                        html`<li>
                            <span class="${seriesOf(index, versions.length)}"></span>${version}:
                            ${points.at(-1)?.counts[index] ?? 0} now
                        </li>`,
                )}
            </ul>
            ${plots}
            <details>
                <summary>The same as a table</summary>
                ${pageTable({
                    caption: `${unit === "pods" ? "Pods" : "Stacks"} by version over time`,
                    head: ["Moment", ...newestFirst.map(({ version }) => version)],
                    rows,
                })}
            </details>
        </figure>
    </section>`;
}
