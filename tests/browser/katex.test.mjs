// Formulas in a built deck stand where real KaTeX puts them.
//
// A deck of formulas is built by the compiler and read without scripts, so that every slide is laid out. The same formulas are set by KaTeX from npm with its own
// stylesheet and fonts, in the same browser. Every box of every formula (each span and each drawing) must lie within half a
// pixel of its counterpart, and the deck's faces must be those that are needed, all of them embedded.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import katex from "katex";
import { deckBinary, launch, open } from "./support.mjs";

const MACROS = { "\\E": "\\mathbb{E}", "\\norm": "\\left\\lVert #1 \\right\\rVert" };

/** Display formulas, one of each sort. */
const FORMULAS = {
  fraction: String.raw`\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}`,
  attention: String.raw`\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V`,
  limits: String.raw`\sum_{i=1}^{n} x_i^2 + \prod_{j} y_j + \int_0^\infty e^{-x^2}\,dx + \lim_{x \to 0} f`,
  roots: String.raw`\sqrt[3]{x+y} + \sqrt{\frac{a}{\frac{b}{c}}} + \sqrt{\sqrt{\sqrt{x}}}`,
  "tall delimiters": String.raw`\left[ \begin{matrix} a \\ b \\ c \\ d \\ e \end{matrix} \right] \left\lgroup \frac{\frac{a}{b}}{c} \right\Downarrow`,
  "sized delimiters": String.raw`\bigl( \Bigl[ \biggl\{ \Biggl\langle x \Biggr\rangle \biggr\} \Bigr] \bigr) \big\| \Big\uparrow`,
  matrices: String.raw`\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix} \begin{vmatrix} a & b \\ c & d \end{vmatrix}`,
  cases: String.raw`f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}`,
  aligned: String.raw`\begin{aligned} a &= b + c \\ &= d + e + f \end{aligned}`,
  rules: String.raw`\begin{array}{|c|c:r|} \hline a & b & c \\ \hdashline 1 & 22 & 333 \\ \hline\hline x & y & z \\ \hline \end{array}`,
  "small matrices": String.raw`\begin{smallmatrix} a & b \\ c & d \end{smallmatrix} \sum_{\substack{0<i<m \\ 0<j<n}} P(i,j)`,
  accents: String.raw`\hat{x} \vec{v} \bar{x} \tilde{n} \dot{x} \ddot{x} \check{a} \breve{a} \acute{a} \grave{a} \mathring{a}`,
  "wide accents": String.raw`\widehat{xyz} \widetilde{abc} \overline{abc} \underline{abc} \overrightarrow{AB} \underleftarrow{CD} \overgroup{ab}`,
  arrows: String.raw`A \xrightarrow{f} B \xleftarrow[below]{above} C \xRightarrow{x} D \xmapsto{m} E \xrightleftharpoons{k_1} F`,
  braces: String.raw`\overbrace{a+b+c}^{\text{sum}} + \underbrace{x+y}_{n}`,
  alphabets: String.raw`\mathbb{ABC} \mathcal{LABC} \mathfrak{gABC} \mathsf{Sans} \mathtt{Type} \mathbf{bold} \mathit{it} \mathrm{rm} \mathscr{FGH}`,
  "bold symbols": String.raw`\boldsymbol{\alpha x} \bm{\beta} \mathbf{x}^{\mathsf{T}} \mathsfit{A}`,
  text: String.raw`\text{words, \textbf{bold} \textit{italic} \texttt{mono} \textsf{sans} \textbf{\textit{both}} and $x^2$}`,
  boxes: String.raw`\boxed{E = mc^2} \fbox{text} \colorbox{yellow}{box} \fcolorbox{red}{white}{framed}`,
  strikes: String.raw`\cancel{x+y} \bcancel{abc} \xcancel{d} \sout{abc} a \not= b`,
  tag: String.raw`E = mc^2 \tag{1}`,
  colours: String.raw`\color{blue} x + \textcolor{red}{\frac{y}{2}} + \textcolor{#0a0}{z}`,
  binomials: String.raw`\binom{n}{k} + \dbinom{a}{b} + \tbinom{c}{d} + {n \brace k}`,
  stacks: String.raw`\stackrel{def}{=} \overset{a}{b} \underset{x}{\rightarrow} \operatorname*{arg\,max}_{\theta} \operatorname{foo}(x)`,
  sizes: String.raw`\tiny a \scriptsize b \footnotesize c \small d \normalsize e \large f \Large g \LARGE h \huge i \Huge j`,
  phantoms: String.raw`a \phantom{xyz} b \hphantom{x} \vphantom{X} \smash{y} \rule{1em}{0.5em} \rule[-0.2em]{2pt}{1em} c`,
  scripts: String.raw`a'_{b} x^{y^{z}} x_{i_{j_k}} {}_1^2X e^{-\frac{x^2}{2}} f''(x)`,
  overlaps: String.raw`\mathclap{abc} x \mathllap{left} y \mathrlap{right} z \raisebox{0.5em}{up} \vcenter{x}`,
  diagram: String.raw`\begin{CD} A @>a>> B \\ @VbVV @VVcV \\ C @>>d> D \end{CD}`,
  "numbered rows": String.raw`\begin{align} a &= b \\ c &= d + e \end{align}`,
  spaces: String.raw`a \quad b \qquad c \, d \: e \; f \! g \hspace{1em} h \kern 2em i ~ j`,
  macros: String.raw`\E[X] = \norm{\frac{a}{b}}`,
};

let browser;
let folder;
let built;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "deck-katex-"));
  const macros = Object.entries(MACROS).map(([name, body]) => `    ${JSON.stringify(name)}: ${JSON.stringify(body)}\n`);
  const slides = Object.entries(FORMULAS).map(([name, tex]) => `## ${name}\n\nInline: $x^2$.\n\n$$${tex}$$\n`);
  const source = join(folder, "formulas.md");
  built = join(folder, "formulas.html");
  await writeFile(source, `---\ntitle: Formulas\ntheme: base\nmath:\n  macros:\n${macros.join("")}---\n\n${slides.join("\n---\n\n")}`);
  await promisify(execFile)(deckBinary(), ["build", source, "-o", built], { cwd: folder });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page without scripts, with its fonts loaded. */
async function still(file) {
  const page = await open(browser, pathToFileURL(file).href, { context: { javaScriptEnabled: false }, waits: false });
  await page.waitForFunction(() => document.fonts.status === "loaded");
  return page;
}

/** KaTeX's own page: its stylesheet and fonts, and the deck's size of text. */
async function reference(size) {
  const style = join(dirname(createRequire(import.meta.url).resolve("katex")), "katex.css");
  const formula = (tex) => katex.renderToString(tex, { displayMode: true, macros: { ...MACROS }, strict: false });
  const blocks = Object.values(FORMULAS).map((tex) => `<div class="block">${formula(tex)}</div>`);
  const own = `.block { width: 1100px; font-size: ${size.text}px } .block .katex { font-size: ${size.formula}px }
    .block { counter-reset: katexEqnNo }`;
  const file = join(folder, "reference.html");
  const head = `<meta charset="utf-8"><link rel="stylesheet" href="${pathToFileURL(style).href}"><style>${own}</style>`;
  await writeFile(file, `<!doctype html>${head}${blocks.join("\n")}`);
  return still(file);
}

/** Every display formula's boxes, from the formula's first base. */
function boxes(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".katex-display")].map((formula) => {
      const picture = formula.querySelector(".katex-html");
      const origin = picture.querySelector(".katex-base").getBoundingClientRect();
      const measured = [...picture.querySelectorAll("*")].filter((element) => {
        // A path reaches beyond what its drawing shows; a tag hangs at the column's edge; an empty box may lie on either side of a space.
        return !element.closest("path, .katex-tag, .mtr-glue, .mspace") && !element.querySelector(":scope > .mtr-glue");
      });
      return measured
        .map((element) => [element, element.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.height > 0)
        .map(([element, box]) => ({
          name: `${element.localName}.${element.getAttribute("class") ?? ""} ${element.childElementCount ? "" : element.textContent}`,
          box: [box.x - origin.x, box.y - origin.y, box.width, box.height],
        }));
    }),
  );
}

test("every box of every formula lies where KaTeX puts it", async (t) => {
  const deck = await still(built);
  const size = await deck.evaluate(() => {
    const pixels = (element) => parseFloat(getComputedStyle(element).fontSize);
    const formula = document.querySelector(".katex-display > .katex");
    return { formula: pixels(formula), text: pixels(formula.parentElement) };
  });
  assert.ok(Math.abs(size.formula / size.text - 1.2) < 0.02, `a formula is 1.2 times the text, not ${size.formula / size.text}`);
  const real = await reference(size);
  const [ours, theirs] = [await boxes(deck), await boxes(real)];
  assert.equal(ours.length, Object.keys(FORMULAS).length, "every formula is in the deck");
  for (const [index, name] of Object.keys(FORMULAS).entries()) {
    await t.test(name, () => {
      assert.equal(ours[index].length, theirs[index].length, "as many boxes");
      for (const [at, { name, box }] of ours[index].entries()) {
        const other = theirs[index][at];
        const apart = Math.max(...box.map((value, side) => Math.abs(value - other.box[side])));
        assert.ok(apart <= 0.5, `${name} is ${apart.toFixed(2)} px off: ${box} here, ${other.box} there (${other.name})`);
      }
    });
  }
});

test("every face that a formula uses is embedded and loads", async () => {
  const page = await still(built);
  const faces = await page.evaluate(() => {
    const katex = [...document.fonts].filter((face) => face.family.includes("KaTeX"));
    return katex.map((face) => `${face.family.replaceAll('"', "")} ${face.weight} ${face.style} ${face.status}`);
  });
  for (const family of ["AMS", "Main", "Math", "Caligraphic", "Fraktur", "SansSerif", "Typewriter", "Script", "Size1", "Size2", "Size3", "Size4"]) {
    assert.ok(faces.some((face) => face.startsWith(`KaTeX_${family} `)), `KaTeX_${family} is embedded`);
  }
  assert.ok(faces.every((face) => face.endsWith(" loaded")), faces.join("\n"));
  assert.deepEqual(page.complaints, []);
});

test("the MathML is there to be heard and not to be seen", async () => {
  const page = await still(built);
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll(".katex-mathml")].map((element) => {
      const style = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      return style.display !== "none" && style.visibility === "visible" && width <= 1 && height <= 1 && style.overflow === "hidden";
    }),
  );
  assert.ok(hidden.length > Object.keys(FORMULAS).length);
  assert.ok(hidden.every(Boolean));
  const spoken = await page.evaluate(() => document.querySelector(".katex-display math annotation").textContent);
  assert.equal(spoken, FORMULAS.fraction);
});
