/** Writes one value with a whole YAML library. */
export type WriteThoroughly = (value: unknown) => string;

/** Scalars that are remembered: a render says the same few thousand over and over. */
const MANY = 50_000;

/**
 * Lays out maps and lists itself, and asks a library only for the text of each scalar, once: 3,000 workloads are
 * otherwise waited for. The text is to the byte what the library would write.
 */
export class YamlWriter {
    private readonly scalars = new Map<unknown, string>();
    private readonly keys = new Map<string, string>();

    public constructor(
        private readonly thoroughly: WriteThoroughly,
        private readonly sortKeys: boolean,
    ) {}

    /** A map or list as a document; undefined for what is better left to the library. */
    public write(value: unknown): string | undefined {
        if (typeof value !== "object" || value === null || isEmpty(value) || !isPlain(value))
            return undefined;
        if (this.scalars.size + this.keys.size > MANY) {
            this.scalars.clear();
            this.keys.clear();
        }
        return this.block(value, "");
    }

    private block(value: object, indent: string): string {
        let text = "";
        if (Array.isArray(value)) {
            for (const item of value as readonly unknown[])
                text += `${indent}- ${this.item(item, `${indent}  `)}`;
            return text;
        }
        const map = value as Readonly<Record<string, unknown>>;
        const keys = Object.keys(map);
        if (this.sortKeys) keys.sort();
        for (const key of keys) {
            const member = map[key];
            if (member !== undefined) text += `${indent}${this.key(key)}:${this.member(member, indent)}`;
        }
        return text;
    }

    /** What follows a key. */
    private member(value: unknown, indent: string): string {
        if (!isCollection(value)) return ` ${this.scalar(value, indent)}\n`;
        if (isEmpty(value)) return Array.isArray(value) ? " []\n" : " {}\n";
        return `\n${this.block(value, `${indent}  `)}`;
    }

    /** What follows a dash: a map or list starts on its line. */
    private item(value: unknown, indent: string): string {
        if (!isCollection(value)) return `${this.scalar(value, indent.slice(2))}\n`;
        if (isEmpty(value)) return Array.isArray(value) ? "[]\n" : "{}\n";
        return this.block(value, indent).slice(indent.length);
    }

    /** @param indent Blanks before the key or dash; further lines of the text stand two deeper. */
    private scalar(value: unknown, indent: string): string {
        let text = this.scalars.get(value);
        if (text === undefined) {
            text = this.thoroughly({ k: value }).slice("k: ".length, -1);
            this.scalars.set(value, text);
        }
        return indent !== "" && text.includes("\n") ? text.replace(/\n(?!\n|$)/g, `\n${indent}`) : text;
    }

    private key(key: string): string {
        let text = this.keys.get(key);
        if (text === undefined)
            this.keys.set(key, (text = this.thoroughly({ [key]: 0 }).slice(0, -": 0\n".length)));
        return text;
    }
}

function isCollection(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

function isEmpty(value: object): boolean {
    if (Array.isArray(value)) return value.length === 0;
    return Object.values(value).every((member) => member === undefined);
}

/** Data as JSON has it, with keys that stand on one line, and no text that ends in blank lines. */
function isPlain(value: unknown): boolean {
    if (typeof value === "string") return !/^\s|\s\n|\n$.|\n\n$/.test(value);
    if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
    if (typeof value === "boolean" || value === null) return true;
    if (typeof value !== "object") return false;
    if (Array.isArray(value)) return value.every((item) => isPlain(item));
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    return Object.entries(value).every(
        ([key, member]) =>
            (member === undefined || isPlain(member)) &&
            key.length < 256 &&
            !/[\n\r]|^__proto__$|^\.\.\.|^---/.test(key),
    );
}
