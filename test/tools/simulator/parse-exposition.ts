/** One sample of Prometheus' text format. */
export interface Sample {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy;

/**
 * Reads Prometheus' text format as its own parser does: strictly.
 *
 * @throws Error for a line that is none, a sample without a type, or a series that comes twice
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseExposition(text: string): readonly Sample[] {
    if (!text.endsWith("\n")) throw new Error("the last line has no end");
    const types = new Map<string, string>();
    const seen = new Set<string>();
    return text.split("\n").flatMap((line) => {
        if (line === "") return [];
        const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line) ?? [];
        if (typed !== undefined && type !== undefined) {
            if (types.has(typed)) throw new Error(`${typed} has two types`);
            types.set(typed, type);
            return [];
        }
        const [series, name = "", inner = "", number = ""] = SAMPLE.exec(line) ?? [];
        const base = types.get(name) ? name : name.replace(/_(?:bucket|sum|count)$/, "");
        if (series === undefined || !types.has(base)) throw new Error(`not a sample: ${line}`);
        const labels: Record<string, string> = {};
        LABEL.lastIndex = 0;
        let read = 0;
        for (let found = LABEL.exec(inner); found; found = LABEL.exec(inner)) {
            labels[String(found[1])] = String(found[2]).replace(/\\(.)/g, (_, kind) =>
                kind === "n" ? "\n" : String(kind),
            );
            read = LABEL.lastIndex;
        }
        const value = Number(number);
        if (read !== inner.length || Number.isNaN(value)) throw new Error(`not a sample: ${line}`);
        const key = line.slice(0, line.length - number.length);
        if (seen.has(key)) throw new Error(`comes twice: ${key}`);
        seen.add(key);
        return [{ name, labels, value }];
    });
}
