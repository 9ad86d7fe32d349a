import { type Html, html } from "./html";

export interface PageTableArgs {
    readonly caption: string;
    /** Names of the columns; the first names the row. */
    readonly head: readonly string[];
    readonly rows: readonly (readonly (Html | string | number)[])[];
}

/**
 * A table that turns to one block a row on a phone. The roles are what the elements have anyway: a browser forgets them once
 * a style shows a row as a block, and then a screen reader hears no table.
 */
export function pageTable({ caption, head, rows }: PageTableArgs): Html {
    return html`<table role="table">
        <caption>
            ${caption}
        </caption>
        <thead role="rowgroup">
            <tr role="row">
                ${head.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
            </tr>
        </thead>
        <tbody role="rowgroup">
            ${rows.map(
                ([first = "", ...cells]) =>
                    html`<tr role="row">
                        <th role="rowheader" scope="row">${first}</th>
                        ${cells.map(
                            (cell, index) =>
                                html`<td
                                    role="cell"
                                    data-label="${head[index + 1] ?? ""}"
                                    class="${cell === "" ? "empty" : ""}"
                                >
                                    <span>${cell}</span>
                                </td>`,
                        )}
                    </tr> `,
            )}
        </tbody>
    </table>`;
}
