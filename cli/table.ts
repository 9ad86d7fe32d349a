/** A cell: its text, and how to colour it once it has been padded. */
export interface Cell {
    readonly text: string;
    readonly paint?: (text: string) => string;
}

/**
 * Lays out rows in columns, two spaces apart, as wide as their widest cell. A cell may hold several lines.
 * The last column is not padded, so that no line ends in spaces.
 */
export function table(header: readonly string[], rows: readonly (readonly (string | Cell)[])[]): string {
    const cells = [header, ...rows].map((row) => row.map(toCell));
    const widths = header.map((_, column) =>
        Math.max(...cells.map((row) => longestLine(row[column]?.text ?? ""))),
    );
    return cells.flatMap((row) => layOut(row, widths)).join("\n");
}

function layOut(row: readonly Cell[], widths: readonly number[]): string[] {
    const columns = row.map(({ text }) => text.split("\n"));
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
        row
            .map(({ paint }, column) => {
                const text = (columns[column]?.[line] ?? "").padEnd(widths[column] ?? 0);
                return paint ? paint(text) : text;
            })
            .join("  ")
            .trimEnd(),
    );
}

function toCell(cell: string | Cell): Cell {
    return typeof cell === "string" ? { text: cell } : cell;
}

function longestLine(text: string): number {
    return Math.max(...text.split("\n").map((line) => line.length));
}
