const SUFFIXES: Readonly<Record<string, number>> = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    "": 1,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** Number a quantity of Kubernetes stands for; undefined for what is none. Near enough to compare two of them. */
export function quantityOf(value: unknown): number | undefined {
    const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([KMGTPE]i|[numkMGTPE]?)$/.exec(String(value));
    if (!match || value === undefined || value === null) return undefined;
    return Number(match[1]) * (SUFFIXES[match[2] ?? ""] ?? NaN);
}
