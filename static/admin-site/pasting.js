// What Word, WPS, WeChat and web pages put on the clipboard, as the formats that the editor knows: headings, lists,
// tables, links, bold, italic, pictures and paragraphs. Everything else goes. No editor in here: HTML in, HTML out.
//
//   const { html, pictures } = cleanPasted(clipboardHtml, clipboardRtf)
//
// In the HTML, each picture is <figure data-picture="0">: its place in pictures, [{ source, alt }]. A source is what the
// clipboard says: an address, or data: with the picture itself. Those that Word keeps in files come from the RTF.

const BLOCKS = new Set([
  "ADDRESS", "ARTICLE", "ASIDE", "BODY", "CAPTION", "CENTER", "DD", "DETAILS", "DIV", "DL", "DT", "FIELDSET", "FOOTER", "FORM",
  "HEADER", "HR", "LI", "MAIN", "NAV", "P", "PRE", "SECTION", "SUMMARY",
])
const DROPPED = new Set([
  "AUDIO", "BUTTON", "CANVAS", "DEL", "EMBED", "HEAD", "IFRAME", "INPUT", "LINK", "META", "NOSCRIPT", "OBJECT", "SCRIPT", "SELECT",
  "STYLE", "SVG", "TEMPLATE", "TEXTAREA", "TITLE", "VIDEO", "XML",
])
const ORDERED = /^[(（〔]?(?:\d+|[a-zA-Z]|[ivxlcIVXLC]+|[一二三四五六七八九十]+)[.)、）．〕]$|^(?:\d+|[①-⑳])$/
const NO_WIDTH = /[\u200b-\u200d\u2060\ufeff]/g
const LINE_WITHIN_CHINESE = /(?<=[\u2e80-\u9fff\uff00-\uffef])\r?\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])/g
const HEADING_NAME = /(?:标题|heading)\s*([1-6])\b/i
const SENTENCE_END = /[。！？；：，、.!?;:,]$/
const LONGEST_HEADING = 60
const MUCH_LARGER = 1.2
const USUAL_SIZE = 16
// What programs write for people who cannot see a picture, and says nothing to them.
const NO_ALT = /^(?:图片|图像|图|image|picture|img|微信图片|wps图片|图形|graphical user interface)?[\s\d_.-]*$|^[^\s]*\.(?:png|jpe?g|gif|webp|bmp)$|^imgid|^screenshot/i
const MADE_BY_MACHINE = /\s*(?:描述已自动生成|AI 生成的内容可能不正确。?|Description automatically generated|AI-generated content may be incorrect\.?)\s*$/i
const SUPERSCRIPT = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "+": "⁺", "-": "⁻", "−": "⁻", n: "ⁿ" }
const SUBSCRIPT = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉", "+": "₊", "-": "₋" }

export const cleanPasted = (html, rtf = "") => {
  const source = new DOMParser().parseFromString(withoutHandlers(html), "text/html")
  const cleaner = new Cleaner(source)
  const body = document.implementation.createHTMLDocument("").createElement("div")
  body.append(...grouped(cleaner.blocks(source.body, {})))
  cleaner.settleHeadings(body)
  fromRtf(cleaner.pictures, rtf)
  return { html: body.innerHTML, pictures: cleaner.pictures }
}

// They would not run, but browsers complain of them as soon as they are read.
export const withoutHandlers = (html) =>
  html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""))

class Cleaner {
  constructor(source) {
    this.pictures = []
    this.sheet = new Sheet([...source.querySelectorAll("style")].map((style) => style.textContent).join("\n"))
    this.usualSize = usualSize(source.body, this.sheet)
  }

  // Everything within an element, as blocks.
  blocks(element, look) {
    return inParagraphs(this.inside(element, look))
  }

  inside(element, look) {
    return [...element.childNodes].flatMap((node) => this.nodes(node, look))
  }

  // One node as a list of inline nodes and blocks.
  nodes(node, look) {
    if (node.nodeType === Node.TEXT_NODE) return this.text(node.data, look)
    if (node.nodeType !== Node.ELEMENT_NODE || this.isNothing(node)) return []
    const name = node.nodeName.toUpperCase()
    look = this.look(node, name, look)
    if (name === "BR") return this.lineBreak(node)
    if (name === "IMG") return this.picture(node)
    if (name === "TABLE") return this.table(node, look)
    if (name === "UL" || name === "OL") return [this.list(node, name, look)]
    if (name === "BLOCKQUOTE") return [made("blockquote", grouped(this.blocks(node, look)))].filter(saysSomething)
    if (name === "FIGURE") return this.figure(node, look)
    if (name === "SUP" || name === "SUB") return this.raised(node, name, look)
    if (name === "A") return this.link(node, look)
    if (/^H[1-6]$/.test(name)) return this.heading(node, Number(name[1]), look)
    if (name === "P" || BLOCKS.has(name)) return this.block(node, look)
    return this.inside(node, look)
  }

  isNothing(element) {
    const name = element.nodeName.toUpperCase()
    const style = this.sheet.of(element)
    return (
      DROPPED.has(name) || /^(?:V:|MP-|MPVOICE|QQMUSIC)/.test(name) || style.display === "none" || style["mso-hide"] === "all" ||
      style["mso-list"] === "Ignore" || style["mso-element"]?.startsWith("comment") ||
      (name === "O:P" && !element.textContent.trim()) || element.getAttribute("hidden") !== null
    )
  }

  look(element, name, before) {
    const style = this.sheet.of(element)
    const weight = style["font-weight"]
    const isBold = weight ? /^(?:bold|bolder|[6-9]00)$/.test(weight) : before.bold || name === "B" || name === "STRONG"
    const slant = style["font-style"]
    const isItalic = slant ? /^(?:italic|oblique)/.test(slant) : before.italic || name === "I" || name === "EM"
    return { ...before, bold: isBold, italic: isItalic, size: sizeOf(element, style) || before.size }
  }

  text(data, look) {
    const text = data.replace(NO_WIDTH, "").replace(LINE_WITHIN_CHINESE, "").replace(/\s+/g, " ")
    if (!text) return []
    let node = document.createTextNode(text)
    if (text.trim() && look.italic) node = made("em", [node])
    if (text.trim() && look.bold) node = made("strong", [node])
    return [node]
  }

  lineBreak(element) {
    const style = this.sheet.of(element)
    return style["page-break-before"] || style["mso-break-type"] ? [] : [made("br")]
  }

  link(element, look) {
    const href = element.getAttribute("href") || ""
    const inside = this.inside(element, look)
    if (!/^(?:https?:|mailto:|tel:)/i.test(href) || !inside.some(saysSomething)) return inside
    if (inside.some(isBlock)) return inside
    const link = made("a", inside)
    link.setAttribute("href", href)
    return [link]
  }

  // m², H₂O: there is no such format, but there are such characters.
  raised(element, name, look) {
    const letters = name === "SUP" ? SUPERSCRIPT : SUBSCRIPT
    const text = element.textContent.trim()
    if (text && [...text].every((letter) => letters[letter])) {
      return this.text([...text].map((letter) => letters[letter]).join(""), look)
    }
    return this.inside(element, look)
  }

  // A paragraph, or a box that holds some.
  block(element, look) {
    const style = this.sheet.of(element)
    const level = this.outlineLevel(element, style)
    if (level !== undefined && element.textContent.trim()) return this.heading(element, level, look)
    const item = /^(l\d+) level(\d+)/.exec(style["mso-list"] || "")
    if (item) return this.item(element, item[1], Number(item[2]), look)
    const inside = this.inside(element, look)
    const blocks = inParagraphs(inside)
    const size = blocks.length === 1 && !inside.some(isBlock) && this.headingSize(element, look)
    if (size) blocks[0].dataset.large = size
    return blocks
  }

  // Of a heading that is no h1 … h6 but a style of Word's or WPS's.
  outlineLevel(element, style) {
    if (element.classList.contains("MsoTitle")) return 0
    const level = Number(style["mso-outline-level"]) || Number(HEADING_NAME.exec(style["mso-style-name"] || "")?.[1])
    return level >= 1 && level <= 6 ? level : undefined
  }

  heading(element, level, look) {
    // Word numbers headings by itself; here the number is text.
    const number = [...element.querySelectorAll("span")].find((span) => this.sheet.of(span)["mso-list"] === "Ignore")
    const inside = this.inside(element, look)
    const heading = made("h2", trimmed([
      ...(number ? this.text(`${number.textContent.trim()} `, {}) : []),
      ...inside.filter((node) => !isBlock(node)).flatMap(unmarked),
    ]))
    heading.dataset.level = level
    return [heading, ...inside.filter(isBlock)].filter(saysSomething)
  }

  // Large and bold and short and no sentence: somebody made a heading by hand.
  headingSize(element, look) {
    const text = element.textContent.trim()
    if (!text || text.length > LONGEST_HEADING || SENTENCE_END.test(text) || look.inCell) return 0
    const pieces = textsWithLook(this, element, look)
    const sizes = pieces.map((piece) => piece.size || USUAL_SIZE)
    const isLarge = Math.min(...sizes) >= this.usualSize * MUCH_LARGER
    return isLarge && pieces.every((piece) => piece.bold) ? Math.max(...sizes) : 0
  }

  // Word's and WPS's lists are paragraphs with a mark before them.
  item(element, list, level, look) {
    const mark = [...element.querySelectorAll("span")].find((span) => this.sheet.of(span)["mso-list"] === "Ignore")
    const format = this.sheet.numbering(list, level)
    const isOrdered = format ? format !== "bullet" : ORDERED.test((mark?.textContent || "").trim())
    const inside = this.blocks(element, look)
    const item = made("li", inside[0]?.nodeName === "P" ? inside : [made("p"), ...inside])
    item.dataset.list = isOrdered ? "ol" : "ul"
    item.dataset.level = level
    return [item].filter(saysSomething)
  }

  list(element, name, look) {
    const list = made(name.toLowerCase())
    for (const child of element.children) {
      if (this.isNothing(child)) continue
      const childName = child.nodeName.toUpperCase()
      if ((childName === "UL" || childName === "OL") && list.lastElementChild) {
        list.lastElementChild.append(this.list(child, childName, look))
        continue
      }
      const inside = this.blocks(child, this.look(child, childName, { ...look, inCell: true }))
      if (!inside.some(saysSomething)) continue
      if (inside[0].nodeName !== "P") inside.unshift(made("p"))
      list.append(made("li", inside))
    }
    return list
  }

  table(element, look) {
    const rows = [...element.rows].filter((row) => row.closest("table") === element && !this.isNothing(row))
    const cells = rows.map((row) => [...row.cells].filter((cell) => !this.isNothing(cell) && !isPlaceholder(this.sheet.of(cell))))
    const told = rows.filter((row, at) => cells[at].some((cell) => cell.textContent.trim() || cell.querySelector("img")))
    if (look.inCell || cells.every((row) => row.length <= 1)) return cells.flat().flatMap((cell) => this.blocks(cell, look))
    const table = made("table", [made("tbody")])
    for (const row of told) {
      const made_ = made("tr")
      for (const cell of cells[rows.indexOf(row)]) made_.append(this.cell(cell, look))
      table.firstChild.append(made_)
    }
    const caption = element.caption ? this.blocks(element.caption, look) : []
    return told.length ? [...caption, headed(table)] : []
  }

  cell(element, look) {
    const name = element.nodeName.toLowerCase()
    const inside = grouped(
      this.blocks(element, this.look(element, name.toUpperCase(), { ...look, inCell: true, bold: false })),
    )
    const cell = made(name, inside.length ? inside : [made("p")])
    for (const span of ["colspan", "rowspan"]) {
      const cells = Number(element.getAttribute(span))
      if (cells > 1 && cells <= 50) cell.setAttribute(span, cells)
    }
    return cell
  }

  figure(element, look) {
    const caption = element.querySelector("figcaption")
    const said = caption ? trimmed(this.inside(caption, look).filter((node) => !isBlock(node))) : []
    if (caption && !said.length) said.push(...this.text(caption.textContent, {}))
    caption?.remove()
    const inside = this.blocks(element, look)
    const last = inside.filter((node) => node.nodeName === "FIGURE").at(-1)
    if (last && said.length) last.append(made("figcaption", said))
    return last || !said.length ? inside : [...inside, made("p", said)]
  }

  picture(element) {
    const [width, height] = ["width", "height"].map((name) => parseFloat(element.getAttribute(name) ?? "9"))
    if (width <= 2 || height <= 2) return [] // counts readers
    const shown = element.getAttribute("src") || ""
    const later = element.getAttribute("data-src") || element.getAttribute("data-original") || ""
    const source = later && !isOwn(shown) ? later : shown
    if (!source) return []
    const figure = made("figure")
    figure.dataset.picture = this.pictures.length
    this.pictures.push({ source: source.startsWith("//") ? `https:${source}` : source, alt: altOf(element) })
    return [figure]
  }

  // The largest headings of what is pasted become headings, all others subheadings.
  settleHeadings(body) {
    const real = [...body.querySelectorAll("[data-level]:not(li)")]
    const large = [...body.querySelectorAll("p[data-large]")].filter((node) => !node.closest("li, td, th, blockquote"))
    const rank = (node) => (node.dataset.level ? Number(node.dataset.level) : 1000 - Number(node.dataset.large))
    const ranks = [...new Set([...real, ...large].map(rank))].sort((a, b) => a - b)
    const isTitle = ranks.length > 2 && [...real, ...large].filter((node) => rank(node) === ranks[0]).length === 1
    for (const node of [...real, ...large]) {
      const place = ranks.indexOf(rank(node)) - (isTitle ? 1 : 0)
      node.replaceWith(made(place <= 0 ? "h2" : "h3", [...node.childNodes].flatMap(unmarked)))
    }
    for (const node of body.querySelectorAll("[data-large]")) delete node.dataset.large
  }
}

// Style sheets of Word: what a class of paragraphs looks like, how a list is numbered.
class Sheet {
  constructor(css) {
    this.classes = {}
    this.lists = {}
    for (const [, selectors, body] of css.replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const list = /@list\s+(l\d+):level(\d+)/.exec(selectors)
      if (list) this.lists[`${list[1]} ${list[2]}`] = declarations(body)["mso-level-number-format"] || "decimal"
      for (const [, name] of selectors.matchAll(/\.([\w-]+)(?=\s*(?:,|$))/gm)) {
        this.classes[name] = { ...this.classes[name], ...declarations(body) }
      }
    }
  }

  of(element) {
    const named = (element.getAttribute("class") || "").split(/\s+/).map((name) => this.classes[name])
    return Object.assign({}, ...named, declarations(element.getAttribute("style") || ""))
  }

  numbering(list, level) {
    return this.lists[`${list} ${level}`]
  }
}

const declarations = (css) =>
  Object.fromEntries(
    css.split(";").map((line) => line.split(":")).filter((pair) => pair.length > 1)
      .map(([name, ...value]) => [name.trim().toLowerCase(), value.join(":").trim().replace(/^"|"$/g, "")]),
  )

// Nodes

const made = (name, children = []) => {
  const element = document.createElement(name)
  element.append(...children)
  return element
}

const isBlock = (node) =>
  node.nodeType === Node.ELEMENT_NODE && /^(?:P|H[23]|UL|OL|LI|TABLE|BLOCKQUOTE|FIGURE)$/.test(node.nodeName)

const saysSomething = (node) =>
  Boolean(node.textContent.trim()) || node.nodeName === "FIGURE" || Boolean(node.querySelector?.("figure"))

const inParagraphs = (nodes) => {
  const blocks = []
  let run = []
  const close = () => {
    const paragraph = made("p", trimmed(run))
    if (saysSomething(paragraph)) blocks.push(paragraph)
    run = []
  }
  for (const node of nodes) {
    if (isBlock(node)) {
      close()
      blocks.push(node)
    } else if (node.nodeName === "BR" && run.at(-1)?.nodeName === "BR") close()
    else run.push(node)
  }
  close()
  return blocks
}

const isSpace = (node) => node.nodeName === "BR" || (node.nodeType === Node.TEXT_NODE && !node.data.trim())

// Without spaces and line breaks at the ends; neighbours in the same format are one.
const trimmed = (nodes) => {
  const kept = joined(nodes)
  while (kept.length && isSpace(kept[0])) kept.shift()
  while (kept.length && isSpace(kept.at(-1))) kept.pop()
  const ends = [[kept[0], "trimStart"], [kept.at(-1), "trimEnd"]]
  for (const [node, trim] of ends) {
    let text = node
    while (text?.nodeType === Node.ELEMENT_NODE) text = trim === "trimStart" ? text.firstChild : text.lastChild
    if (text) text.data = text.data[trim]()
  }
  return kept
}

const joined = (nodes) => {
  const kept = []
  for (const node of nodes) {
    const last = kept.at(-1)
    if (last?.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) {
      last.data = (last.data + node.data).replace(/ +/g, " ")
    } else if (last && /^(?:STRONG|EM)$/.test(node.nodeName) && last.nodeName === node.nodeName) {
      const inside = joined([...last.childNodes, ...node.childNodes])
      last.replaceChildren(...inside)
    } else kept.push(node)
  }
  return kept
}

const unmarked = (node) =>
  /^(?:STRONG|EM)$/.test(node.nodeName) ? [...node.childNodes].flatMap(unmarked) : node.nodeName === "BR" ? [document.createTextNode(" ")] : [node]

// Items that follow one another are one list, deeper ones within the item before them.
const grouped = (blocks) => {
  const found = []
  let open = [] // lists from the outermost
  for (const block of blocks) {
    if (block.nodeName !== "LI") {
      open = []
      found.push(block)
      continue
    }
    const level = Math.min(Number(block.dataset.level), open.length + 1)
    open.length = Math.min(open.length, level)
    let list = open[level - 1]
    if (!list || list.nodeName.toLowerCase() !== block.dataset.list) {
      list = made(block.dataset.list)
      if (level > 1) open[level - 2].lastElementChild.append(list)
      else found.push(list)
      open[level - 1] = list
    }
    delete block.dataset.list
    delete block.dataset.level
    list.append(block)
  }
  return found
}

const isPlaceholder = (style) => style["mso-cell-special"] === "placeholder"

// A first row that is bold throughout heads the table.
const headed = (table) => {
  const first = table.querySelector("tr")
  const cells = [...first.cells].filter((cell) => cell.textContent.trim())
  const isHead = first.querySelector("th") || (table.rows.length > 1 && cells.length && cells.every(isBoldThroughout))
  if (!isHead) return table
  for (const cell of [...first.cells]) {
    const head = made("th", [...cell.childNodes])
    for (const span of ["colspan", "rowspan"]) if (cell.hasAttribute(span)) head.setAttribute(span, cell.getAttribute(span))
    for (const strong of head.querySelectorAll("strong")) strong.replaceWith(...strong.childNodes)
    cell.replaceWith(head)
  }
  return table
}

const isBoldThroughout = (cell) => {
  const rest = cell.cloneNode(true)
  for (const strong of rest.querySelectorAll("strong")) strong.remove()
  return !rest.textContent.trim()
}

// Sizes of letters

const sizeOf = (element, style) => {
  const size = /^([\d.]+)(px|pt)$/.exec(style["font-size"] || "")
  if (size) return Number(size[1]) * (size[2] === "pt" ? 4 / 3 : 1)
  const step = element.nodeName === "FONT" ? Number(element.getAttribute("size")) : 0
  return { 4: 18, 5: 24, 6: 32, 7: 48 }[step]
}

const textsWithLook = (cleaner, element, look) => {
  const found = []
  const walk = (node, of) => {
    if (node.nodeType === Node.TEXT_NODE && node.data.trim()) found.push({ ...of, length: node.data.trim().length })
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName.toUpperCase())) return
    const within = cleaner.look(node, node.nodeName.toUpperCase(), of)
    for (const child of node.childNodes) walk(child, within)
  }
  walk(element, look)
  return found
}

// In which most of the text is written.
const usualSize = (body, sheet) => {
  const amounts = new Map()
  const look = Cleaner.prototype.look
  for (const piece of textsWithLook({ sheet, look }, body, {})) {
    const size = piece.size || USUAL_SIZE
    amounts.set(size, (amounts.get(size) || 0) + piece.length)
  }
  return [...amounts].sort((a, b) => b[1] - a[1])[0]?.[0] || USUAL_SIZE
}

// Pictures

const isOwn = (source) => source.startsWith("/media/")

const altOf = (element) => {
  const alt = (element.getAttribute("alt") || "").replace(MADE_BY_MACHINE, "").replace(/\s+/g, " ").trim()
  return NO_ALT.test(alt) ? "" : alt
}

// Word and WPS name pictures by files that no page may read; the RTF beside the HTML holds them in the same order.
const fromRtf = (pictures, rtf) => {
  const wanted = pictures.filter((picture) => /^file:/i.test(picture.source))
  if (!wanted.length || !rtf) return
  const found = rtfPictures(rtf)
  if (found.length !== wanted.length) return // a wrong picture is worse than a missing one
  wanted.forEach((picture, at) => {
    if (found[at]) picture.source = found[at]
  })
}

export const rtfPictures = (rtf) => {
  const modern = rtf.includes("\\shppict")
  const found = []
  for (const start of rtf.matchAll(/\{\\pict/g)) {
    const before = rtf.slice(Math.max(0, start.index - 30), start.index)
    if (/\\nonshppict\s*$/.test(before) || (modern && !/\\shppict\s*$/.test(before))) continue
    found.push(dataUrl(ownText(rtf, start.index)))
  }
  return found
}

// What a group says itself, without the groups in it.
const ownText = (rtf, start) => {
  const brace = /[{}]/g
  brace.lastIndex = start + 1
  let [depth, from, text] = [1, start + 1, ""]
  for (let next = brace.exec(rtf); next && depth; next = brace.exec(rtf)) {
    if (depth === 1) text += `${rtf.slice(from, next.index)} `
    depth += next[0] === "{" ? 1 : -1
    from = next.index + 1
  }
  return text
}

const dataUrl = (group) => {
  const kind = /\\(png|jpeg)blip/.exec(group)?.[1]
  const hex = group.replace(/\\[a-z]+-?\d*\s?|\\\*/gi, "").replace(/[^0-9a-f]/gi, "")
  if (!kind || !hex || hex.length % 2) return null
  let bytes = ""
  for (let at = 0; at < hex.length; at += 2) bytes += String.fromCharCode(parseInt(hex.slice(at, at + 2), 16))
  return `data:image/${kind};base64,${btoa(bytes)}`
}
