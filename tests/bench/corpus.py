#!/usr/bin/env python3
"""One talk of N slides, written in the dialect of every tool that we compare. Standard library only, fixed seed.

    corpus.py OUT_DIR [--n 1,30,300,1000,5000] [--dialects deck,floor] [--seed 7] [--pool 24]

Writes OUT_DIR/<N>/<dialect>/…; each dialect's folder is a complete source folder with its own images/. Slide k (from 1)
always has a heading, a marker line and bullets, and

    k % 4 == 0   a fenced code block (rust, python, js, sql, bash in turn)
    k % 5 == 0   inline and display maths
    k % 6 == 0   an image out of a pool of PNG, JPEG and SVG files of 20-200 KB
    k % 7 == 0   a table
    k % 2 == 0   speaker notes

The marker line holds 'ck<kkkkk>x0': five digits of the slide and an edit counter, by which a harness finds a slide and
edits it. --pool is the number of distinct images (used in turn). Slide k has the same text in every N.

Dialects: deck, floor (slides.md for ./floor), marp, slidev, revealmd, pandoc, presenterm, mdbook (chapters of 30 slides).
All of them are written unless --dialects names some.
"""
import argparse, os, random, shutil, struct, sys, zlib

WORDS = """cache latency budget request replica queue shard index parser buffer commit branch signal
worker thread lease token window batch stream cursor schema deploy rollback canary metric trace
sample profile kernel socket page fault heap arena slab region frame vector matrix tensor layer
router gateway ledger quorum leader follower snapshot journal segment compaction bloom filter
histogram percentile tail jitter backoff retry timeout circuit breaker bulkhead limiter throttle
planner optimizer operator predicate join scan sort merge hash probe build spill disk memory""".split()
VERBS = """measure reduce split merge isolate replace observe cache shed verify rotate drain
replay pin migrate batch coalesce prefetch compress index""".split()
ADJ = "slow hot cold shared stale small large noisy quiet bounded lazy eager cheap costly".split()
MATH_INLINE = [r"E[X] = \sum_i p_i x_i", r"\lambda = 1/\mu", r"O(n \log n)", r"p_{99} \le 20", r"\alpha^2 + \beta^2"]
MATH_BLOCK = [
    r"W = \frac{\rho}{\mu (1 - \rho)} + \frac{1}{\mu}",
    r"\int_0^\infty e^{-x^2} \, dx = \frac{\sqrt{\pi}}{2}",
    r"\sum_{k=1}^{n} k^2 = \frac{n(n+1)(2n+1)}{6}",
    r"P(A \mid B) = \frac{P(B \mid A) \, P(A)}{P(B)}",
    r"\hat{\theta} = \arg\max_{\theta} \prod_{i=1}^{n} f(x_i \mid \theta)",
]
CODE = {
    "rust": """/// Keeps the last {n} {a} values.
pub fn {f}(input: &[u64], limit: usize) -> Result<Vec<u64>, String> {{
    let mut out = Vec::with_capacity(limit.min({n}));
    for (i, value) in input.iter().enumerate() {{
        if *value == 0 {{ return Err(format!("zero at {{}}", i)); }}
        out.push(value.saturating_mul({n}));
    }}
    Ok(out)
}}""",
    "python": """from dataclasses import dataclass

@dataclass
class {c}:
    limit: int = {n}

    def {f}(self, rows):
        # keep only what the {a} path needs
        kept = [r for r in rows if r["size"] > self.limit]
        return sorted(kept, key=lambda r: -r["size"])[:{n}]""",
    "js": """export async function {f}(url, {{ retries = {n} }} = {{}}) {{
  for (let i = 0; i < retries; i++) {{
    const res = await fetch(url);
    if (res.ok) return await res.json(); // {a}
    await new Promise((r) => setTimeout(r, 2 ** i * 100));
  }}
  throw new Error(`gave up after ${{retries}}`);
}}""",
    "sql": """-- the {a} {f} query
SELECT r.id, count(*) AS hits, avg(r.latency_ms) AS mean
FROM requests AS r
JOIN {f} AS t ON t.request_id = r.id
WHERE r.latency_ms > {n} AND t.kind = '{a}'
GROUP BY r.id
ORDER BY hits DESC LIMIT {n};""",
    "bash": """#!/usr/bin/env bash
set -euo pipefail
# {a} {f}
for host in node-{{1..{n}}}; do
  ssh "$host" "journalctl -u {f} --since today" | grep -c 'ERROR' || true
done > {f}.txt
awk '{{ total += $1 }} END {{ print total }}' {f}.txt""",
}
LANGS = list(CODE)


# ---------- images ----------
def png(rng, target):
    bits = 3
    width = 640
    height = max(60, int(target / (width * 3 * bits / 8)))
    r0, g0, b0 = (rng.randrange(40, 200) for _ in range(3))
    rows = bytearray()
    for y in range(height):
        noise = rng.randbytes(width * 3)
        rows.append(0)
        band = y * 40 // height
        base = (r0 + band, g0 - band // 2, b0)
        rows += bytes((base[i % 3] & 0xF8) | (noise[i] & 7) for i in range(width * 3))
    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b""))


DC_BITS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
DC_VALS = list(range(12))
# a small valid AC table: end of block, then (run 0..2, size 1..5)
AC_VALS = [0x00] + [run << 4 | size for size in range(1, 6) for run in range(3)]
AC_BITS = [0, 0, 0, 0, 16] + [0] * 11


def huff(bits, vals):
    code, table, i = 0, {}, 0
    for length, count in enumerate(bits, 1):
        for _ in range(count):
            table[vals[i]] = (code, length)
            code, i = code + 1, i + 1
        code <<= 1
    return table


def jpeg(rng, target):
    """A greyscale baseline JPEG made straight in the coefficient domain (no DCT needed)."""
    width, height = 800, 448
    blocks = (width // 8) * (height // 8)
    terms = max(1, int((target * 8 / blocks - 8) / 8.6))
    dc, ac = huff(DC_BITS, DC_VALS), huff(AC_BITS, AC_VALS)
    acc = nbits = 0
    out = bytearray()

    def put(value, length):
        nonlocal acc, nbits
        acc, nbits = (acc << length) | value, nbits + length
        while nbits >= 8:
            byte = (acc >> (nbits - 8)) & 255
            out.append(byte)
            if byte == 255:
                out.append(0)
            nbits -= 8
        acc &= (1 << nbits) - 1

    def signed(value):
        size = abs(value).bit_length()
        return size, value if value >= 0 else value + (1 << size) - 1

    level = 0
    for _ in range(blocks):
        diff = rng.randrange(-24, 25) - level // 16
        level += diff
        size, raw = signed(diff)
        put(*dc[size])
        if size:
            put(raw, size)
        pos = 1
        for _ in range(terms):
            run = rng.randrange(3)
            if pos + run > 62:
                break
            value = rng.randrange(1, 30 if pos < 6 else 8) * rng.choice((-1, 1))
            size, raw = signed(value)
            put(*ac[run << 4 | size])
            put(raw, size)
            pos += run + 1
        put(*ac[0])
    if nbits:
        put((1 << (8 - nbits)) - 1, 8 - nbits)

    def seg(marker, body):
        return bytes((255, marker)) + struct.pack(">H", len(body) + 2) + body
    return (b"\xff\xd8" + seg(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
            + seg(0xDB, b"\0" + bytes([6] + [4 + i // 3 for i in range(63)]))
            + seg(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
            + seg(0xC4, b"\0" + bytes(DC_BITS) + bytes(DC_VALS))
            + seg(0xC4, b"\x10" + bytes(AC_BITS) + bytes(AC_VALS))
            + seg(0xDA, b"\1\1\0\0\x3f\0") + bytes(out) + b"\xff\xd9")


def svg(rng, target):
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 450" width="800" height="450">',
             '<rect width="800" height="450" fill="#f4f6fa"/>']
    size = 0
    while size < target:
        pts = " ".join(f"{rng.uniform(0, 800):.1f},{rng.uniform(0, 450):.1f}" for _ in range(8))
        part = (f'<polyline points="{pts}" fill="none" stroke="hsl({rng.randrange(360)} 60% 50%)" '
                f'stroke-width="{rng.uniform(.3, 2):.2f}" opacity=".5"/>')
        parts.append(part)
        size += len(part)
    return "\n".join(parts + ["</svg>"]).encode()


def make_images(folder, pool, seed):
    os.makedirs(folder, exist_ok=True)
    names = []
    for i in range(pool):
        rng = random.Random(seed * 1000 + i)
        kind = ("png", "jpg", "svg")[i % 3]
        target = {"png": rng.randrange(40, 170), "jpg": rng.randrange(40, 110), "svg": rng.randrange(24, 70)}[kind] * 1000
        name = f"fig{i:02}.{kind}"
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            data = {"png": png, "jpg": jpeg, "svg": svg}[kind](rng, target)
            with open(path, "wb") as f:
                f.write(data)
        names.append(name)
    return names


# ---------- the deck, as data ----------
def sentence(rng, low=5, high=11):
    words = [rng.choice(VERBS).capitalize(), "the", rng.choice(ADJ)]
    words += rng.sample(WORDS, rng.randint(low, high) - 3)
    if rng.random() < .25:
        words[-1] = f"**{words[-1]}**"
    if rng.random() < .2:
        words[-2] = f"`{words[-2]}_{rng.randrange(99)}`"
    if rng.random() < .08:
        words[-1] = f"[{words[-1].strip('*')}](https://example.com/ref/{rng.randrange(40)})"
    return " ".join(words)


def deck(n, seed, images):
    slides = []
    for k in range(1, n + 1):
        rng = random.Random(f"{seed}/{k}")          # slide k is the same text in every N
        s = {"k": k, "title": f"{rng.choice(VERBS).capitalize()} the {rng.choice(ADJ)} {rng.choice(WORDS)}",
             "mark": f"ck{k:05}x0", "bullets": [sentence(rng) for _ in range(rng.randint(3, 5))]}
        if k % 4 == 0:
            lang = LANGS[(k // 4 - 1) % len(LANGS)]
            s["code"] = (lang, CODE[lang].format(n=rng.randrange(2, 60), a=rng.choice(ADJ),
                         f=f"{rng.choice(VERBS)}_{rng.choice(WORDS)}", c=rng.choice(WORDS).capitalize()))
        if k % 5 == 0:
            s["math"] = (rng.choice(MATH_INLINE), rng.choice(MATH_BLOCK))
        if k % 6 == 0:
            s["image"] = (rng.choice(WORDS) + " over time", images[(k // 6 - 1) % len(images)])
        if k % 7 == 0:
            s["table"] = [[rng.choice(WORDS), str(rng.randrange(1000)), f"{rng.random() * 100:.1f} ms"] for _ in range(4)]
        if k % 2 == 0:
            s["notes"] = [sentence(rng, 8, 14).replace("**", "") for _ in range(2)]
        slides.append(s)
    return slides


# ---------- dialects ----------
class Dialect:
    name, file = "", "slides.md"
    sep = "\n---\n\n"
    def front(self, n): return ""
    def heading(self, s): return f"## {s['title']}"
    def math(self, s):
        return f"Here ${s['math'][0]}$ holds, so\n\n$$\n{s['math'][1]}\n$$"
    def image(self, s): return f"![{s['image'][0]}](images/{s['image'][1]})"
    def notes(self, s): return "<!-- " + "\n".join(s["notes"]) + " -->"
    def slide(self, s):
        parts = [self.heading(s), f"Checkpoint {s['mark']} of the talk.", "\n".join("- " + b for b in s["bullets"])]
        if "code" in s:
            parts.append(f"```{s['code'][0]}\n{s['code'][1]}\n```")
        if "math" in s:
            parts.append(self.math(s))
        if "table" in s:
            parts.append("\n".join(["| Part | Count | Cost |", "|---|---:|---:|"]
                                   + ["| " + " | ".join(row) + " |" for row in s["table"]]))
        if "image" in s:
            parts.append(self.image(s))
        if "notes" in s:
            parts.append(self.notes(s))
        return "\n\n".join(parts) + "\n"
    def write(self, folder, slides):
        self.put(folder, self.file, self.front(len(slides)) + self.sep.join(self.slide(s) for s in slides))
    @staticmethod
    def put(folder, name, text):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            f.write(text)


class Marp(Dialect):
    name = "marp"
    def front(self, n): return f"---\nmarp: true\ntitle: Bench {n}\nmath: katex\n---\n\n"


class Slidev(Dialect):
    name = "slidev"
    def front(self, n): return f"---\ntheme: default\nlayout: default\ntitle: Bench {n}\n---\n\n"
    def image(self, s): return f"![{s['image'][0]}](./images/{s['image'][1]})"


class RevealMd(Dialect):
    name = "revealmd"
    def front(self, n): return f"---\ntitle: Bench {n}\ntheme: white\nrevealOptions:\n  transition: none\n  hash: true\n---\n\n"
    def notes(self, s): return "Note:\n" + "\n".join(s["notes"])


class DeckDialect(RevealMd):
    name = "deck"
    def front(self, n): return f"---\ntitle: Bench {n}\ntransition: none\n---\n\n"


class Pandoc(Dialect):
    name, sep = "pandoc", "\n"
    def front(self, n): return f"---\npagetitle: Bench {n}\n---\n\n"
    def math(self, s): return f"Here ${s['math'][0]}$ holds, so\n\n$${s['math'][1]}$$"
    def notes(self, s): return "::: notes\n" + "\n".join(s["notes"]) + "\n:::"


class Presenterm(Dialect):
    name, sep = "presenterm", "\n<!-- end_slide -->\n\n"
    def front(self, n): return f"---\ntitle: Bench {n}\n---\n\n"
    def heading(self, s): return f"{s['title']}\n==="
    def math(self, s): return f"Here `{s['math'][0]}` holds, so\n\n```latex\n{s['math'][1]}\n```"  # real math needs typst
    def image(self, s):  # no SVG there: the PNG two places earlier in the pool stands in
        name = s["image"][1]
        if name.endswith(".svg"):
            name = f"fig{int(name[3:5]) - 2:02}.png"
        return f"![{s['image'][0]}](images/{name})"
    def notes(self, s): return "<!-- speaker_note: " + " ".join(s["notes"]).replace(":", "") + " -->"


class MdBook(Dialect):
    name, file, sep = "mdbook", "src/part001.md", "\n"
    per = 30
    def math(self, s): return f"Here \\\\( {s['math'][0]} \\\\) holds, so\n\n\\\\[ {s['math'][1]} \\\\]"
    def write(self, folder, slides):
        self.put(folder, "book.toml", '[book]\ntitle = "Bench"\nauthors = []\nsrc = "src"\n\n[output.html]\nmathjax-support = true\n')
        summary = ["# Summary", ""]
        for i in range(0, len(slides), self.per):
            name = f"part{i // self.per + 1:03}.md"
            summary.append(f"- [Part {i // self.per + 1}]({name})")
            self.put(folder, "src/" + name, f"# Part {i // self.per + 1}\n\n" + self.sep.join(self.slide(s) for s in slides[i:i + self.per]))
        self.put(folder, "src/SUMMARY.md", "\n".join(summary) + "\n")


class Floor(Dialect):
    name = "floor"


DIALECTS = [Marp(), Slidev(), RevealMd(), Pandoc(), Presenterm(), MdBook(), Floor(), DeckDialect()]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    ap.add_argument("--n", default="1,30,300,1000,5000")
    ap.add_argument("--dialects", default=",".join(d.name for d in DIALECTS))
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--pool", type=int, default=24)
    args = ap.parse_args()
    wanted = args.dialects.split(",")
    if unknown := set(wanted) - {d.name for d in DIALECTS}:
        ap.error(f"no such dialect: {', '.join(sorted(unknown))}")
    pool = os.path.join(args.out, f"images-{args.seed}-{args.pool}")
    names = make_images(pool, args.pool, args.seed)
    for n in map(int, args.n.split(",")):
        slides = deck(n, args.seed, names)
        used = sorted({s["image"][1] for s in slides if "image" in s})
        for d in (d for d in DIALECTS if d.name in wanted):
            folder = os.path.join(args.out, str(n), d.name)
            shutil.rmtree(folder, ignore_errors=True)
            d.write(folder, slides)
            images = os.path.join(folder, "src/images" if d.name == "mdbook" else "images")
            os.makedirs(images, exist_ok=True)
            for name in used:
                shutil.copyfile(os.path.join(pool, name), os.path.join(images, name))
        size = len(Floor.sep.join(Floor().slide(s) for s in slides).encode())
        pics = sum(os.path.getsize(os.path.join(pool, name)) for name in used)
        print(f"n={n}: {size} bytes of Markdown, {len(used)} image files ({pics} bytes), "
              f"{sum('image' in s for s in slides)} references")


if __name__ == "__main__":
    sys.exit(main())
