import { WindlassError } from "../kit/errors";

/** Longest text a catalog's field may have. */
const MAX_TEXT = 2000;
/** Most entries a catalog's list may have. */
const MAX_LIST = 20_000;

/** Reads the members of one JSON object, and complains with the file and the path of what is wrong. */
export class Fields {
    private readonly seen = new Set<string>();
    private readonly object: Readonly<Record<string, unknown>>;

    public constructor(
        private readonly file: string,
        private readonly path: string,
        value: unknown,
    ) {
        if (value === null || typeof value !== "object" || Array.isArray(value)) {
            throw this.fault("", value, "must be a map");
        }
        this.object = value as Readonly<Record<string, unknown>>;
    }

    /** A text that matches; without a pattern, one line of printable characters. */
    public text(key: string, pattern?: RegExp): string {
        const value = this.optionalText(key, pattern);
        if (value === undefined) throw this.fault(key, undefined, "is missing");
        return value;
    }

    public optionalText(
        key: string,
        pattern = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u,
    ): string | undefined {
        const value = this.take(key);
        if (value === undefined) return undefined;
        if (typeof value === "string" && value.length <= MAX_TEXT && pattern.test(value)) return value;
        throw this.fault(key, value, "is not written as it must be");
    }

    public optionalNumber(key: string, min: number, max: number): number | undefined {
        const value = this.take(key);
        if (value === undefined) return undefined;
        if (typeof value === "number" && value >= min && value <= max) return value;
        throw this.fault(key, value, `must be a number from ${min} to ${max}`);
    }

    public list<T>(key: string, read: (item: unknown, path: string) => T): readonly T[] {
        const value = this.take(key);
        if (!Array.isArray(value)) throw this.fault(key, value, "must be a list");
        if (value.length > MAX_LIST)
            throw this.fault(key, value.length, `must not have more than ${MAX_LIST} items`);
        return value.map((item, index) => read(item, `${this.at(key)}[${index}]`));
    }

    /** A list of texts that match. */
    public texts(key: string, pattern?: RegExp): readonly string[] {
        return this.list(key, (item, path) =>
            new Fields(this.file, path, { text: item }).text("text", pattern),
        );
    }

    public optional<T>(key: string, read: (value: unknown, path: string) => T): T | undefined {
        const value = this.take(key);
        return value === undefined ? undefined : read(value, this.at(key));
    }

    public has(key: string): boolean {
        return Object.hasOwn(this.object, key);
    }

    /** A map of texts. */
    public map(key: string, keys: RegExp, values?: RegExp): Readonly<Record<string, string>> {
        const value = this.take(key);
        if (value === undefined) return {};
        const fields = new Fields(this.file, this.at(key), value);
        return Object.fromEntries(
            Object.keys(fields.object).map((name) => {
                if (!keys.test(name)) throw fields.fault(name, undefined, "is no key that may stand here");
                return [name, fields.text(name, values)];
            }),
        );
    }

    /** Refuses keys nobody asked for: they would be facts nobody heeds. */
    public done(): void {
        const unknown = Object.keys(this.object).find((key) => !this.seen.has(key));
        if (unknown !== undefined) throw this.fault(unknown, undefined, "is no key of a catalog");
    }

    public fault(key: string, value: unknown, rule: string): WindlassError {
        const remedy = "Restore the file from Git or run npm run -s windlass -- catalog refresh";
        return new WindlassError({ file: this.file, key: this.at(key), value, rule, remedy });
    }

    private take(key: string): unknown {
        this.seen.add(key);
        return Object.hasOwn(this.object, key) ? this.object[key] : undefined;
    }

    private at(key: string): string {
        return [this.path, key].filter((part) => part !== "").join(".");
    }
}
